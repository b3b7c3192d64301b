// One function per panel. Each reads the state, draws itself at ImGui's cursor (or in the box given, framebuffer
// pixels) and adds the visitor's requests to the actions. None of them computes anything for the model.
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

// Parts of these panels.
void drawingPanel(Ui& ui);                // a sheet to draw data on; it replaces the stage
void comparePanel(Ui& ui);                // results of several experiments side by side; it replaces the stage
void banners(Ui& ui);                     // errors and downloads, above the stage
void phaseStrip(Ui& ui);                  // the phases of an update, with the current one highlighted
void trainingStages(Ui& ui, bool brief);  // progress through the training stages; draws nothing for a single stage
// The choice of the class that the running samples are held at. Its height is 0 if the model has no classes.
float heldClassHeight(const Ui& ui, float width);
void heldClass(Ui& ui, const ImVec2& min, float width);
void curves(Ui& ui);
// The choice of the scale of all curves, with its right end at `right` and centred about `middle`.
void curveScale(Ui& ui, float right, float middle);
void measures(Ui& ui);
void measurementDetails(Ui& ui, const Measurement& measurement);
void waitingScreen(Ui& ui);  // before the first snapshot

// The position of the light that moves along the connections during a phase, 0 .. 1; values outside mean no light.
float phasePulse(Ui& ui);
// How bright the change is that a phase has made: 1, and more in the first second after it. Above 0 in slow motion
// only.
float changeFlash(Ui& ui);
// Whether the screen shows single phases: phase by phase, or running slowly.
bool slowMotion(const Ui& ui);

// One sentence that says what is running, for people who see the page for the first time and for screen readers.
std::string stageSentence(const State& state);

}  // namespace harmonium::app
