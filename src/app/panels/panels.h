// One function a panel. Each reads the state, draws itself where ImGui's cursor stands (or where it is told), and puts
// what the visitor asks for into the actions. None computes anything of the model.
#pragma once

#include "app/ui.h"

namespace harmonium::app {

float topBarHeight(const Ui& ui);
void topBar(Ui& ui, const ImVec2& min, const ImVec2& max, float stage_left);
float bottomTabsHeight(const Ui& ui);
void bottomTabs(Ui& ui, const ImVec2& min, const ImVec2& max);

void whatPanel(Ui& ui);
void stagePanel(Ui& ui);
void howWellPanel(Ui& ui);

// Parts of them.
void drawingPanel(Ui& ui);                // a sheet to draw data on, in the place of the stage
void comparePanel(Ui& ui);                // results of several experiments side by side, in the same place
void banners(Ui& ui);                     // what went wrong or is being waited for, above the stage
void phaseStrip(Ui& ui);                  // the phases of an update, the current one lit
void trainingStages(Ui& ui, bool brief);  // where training is among its stages; nothing where there is one
// The class that the running samples are held at; no height where the model knows none.
float heldClassHeight(const Ui& ui, float width);
void heldClass(Ui& ui, const ImVec2& min, float width);
void curves(Ui& ui);
void measures(Ui& ui);
void measurementDetails(Ui& ui, const Measurement& measurement);
void waitingScreen(Ui& ui);  // before the first snapshot

// Where the light of a phase is on its way along the connections, 0 .. 1; outside when nothing moves.
float phasePulse(Ui& ui);
bool slowMotion(const Ui& ui);

// One sentence for people who look at the page for the first time.
std::string stageSentence(const State& state);

}  // namespace harmonium::app
