// @ts-check
// The plain objects that cross the door, and nothing that runs.

/** @typedef {import('./errors.js').HarmoniumError} HarmoniumError */
/** @typedef {import('./errors.js').Refusal} Refusal */
/** @typedef {import('./names.js').ModelName} ModelName */
/** @typedef {import('./names.js').DatasetName} DatasetName */
/** @typedef {import('./names.js').MeasureName} MeasureName */

// --- what there is: the tables of the catalogue ----------------------------------------------------------------------

/**
 * What an option is set to: a toggle's is true or false, a choice's a name, a list of sizes' a list of numbers.
 * @typedef {number | boolean | string | number[]} OptionValue
 */
/**
 * What another option must be for one to matter: one of `values` (names of choices, or "true" or "false" of a toggle), or
 * one of the conditions in `orElse` holds.
 * @typedef {{ option: string, values: string[], orElse?: Condition[] }} Condition
 */
/**
 * One setting of a model.
 * @typedef {object} ModelOption
 * @property {string} name as in an experiment's settings
 * @property {string} label as on screen
 * @property {string} group the heading it stands under
 * @property {'integer' | 'number' | 'toggle' | 'choice' | 'sizes'} type "sizes": a list of whole numbers
 * @property {number} [minimum] of numbers, and of each entry of a list of sizes
 * @property {number} [maximum] of the same
 * @property {boolean} [logarithmic] of numbers: whether a slider should move in equal ratios
 * @property {{ name: string, label: string }[]} [choices] of a choice
 * @property {number} [leastCount] of a list of sizes: how many entries it has at least
 * @property {number} [mostCount] ... and at most
 * @property {string} [per] of numbers: the list of sizes for whose entries there may be one value each; the value is one
 *   number for all of them, or a list
 * @property {Condition[]} [shownIf] all of these hold where the option matters; elsewhere forms leave it out, while it
 *   keeps its value and may be set
 * @property {OptionValue} default
 * @property {boolean} live whether it may change while training; otherwise a change starts the experiment anew
 * @property {string} help one sentence
 */
/**
 * @typedef {object} ModelInfo
 * @property {ModelName} name
 * @property {string} title
 * @property {string} sentence what it is
 * @property {string} paper where it comes from
 * @property {ModelOption[]} options
 * @property {{ name: string, label: string, sentence: string, sign: string, ink: Ink }[]} phases of one update, in the
 *   order they run; sign: what flows where, in a few characters; ink: whose side it is
 * @property {{ name: string, title: string }[]} views the pictures it has at some size, for watch() and snapshot(). What
 *   an experiment has at its size, and what can be chosen of it, is in Snapshot.offers
 * @property {Preset[]} presets experiments known to work; the first is what a newcomer should see
 * @property {DatasetName[]} datasets those of the sets known by name that it can learn from
 * @property {Record<string, string>} [refusals] why it can't learn from the others, by their names
 */
/**
 * An experiment known to work.
 * @typedef {object} Preset
 * @property {string} name
 * @property {string} title
 * @property {string} sentence what to watch for
 * @property {DatasetName} data
 * @property {Record<string, OptionValue>} settings those that differ from the defaults
 */
/**
 * @typedef {object} DatasetInfo
 * @property {DatasetName} name
 * @property {string} title
 * @property {string} sentence what it is
 * @property {string} source where it comes from
 * @property {string} citation how to cite it; may be empty
 * @property {[number, number]} shape rows and columns of an example
 * @property {number} train examples to learn from
 * @property {number} test examples held out
 * @property {boolean} first whether it comes with the first load of the page
 * @property {boolean} real whether values are any finite numbers; otherwise intensities in [0, 1]
 * @property {boolean} [labels] whether its examples are labelled
 * @property {DatasetPart[]} parts what its values are; most sets have one part
 * @property {number} longestHistory of a set of sequences: one less than the frames of its longest; 0: no sequences
 * @property {number} [modes] bumps of the density they come from, where that is known
 * @property {string[]} files below the site's data folder; none if it is made on the spot
 */
/**
 * Values of one kind within an example.
 * @typedef {object} DatasetPart
 * @property {string} name
 * @property {'binary' | 'intensity' | 'real' | 'oneOf' | 'counts'} kind
 * @property {number[]} shape rows and columns, or the number of classes of `oneOf`
 * @property {string[]} [names] of its values
 * @property {number} [low] no value is lower, where that is said
 * @property {number} [high] no value is higher, where that is said
 */
/**
 * @typedef {object} MeasureInfo
 * @property {MeasureName} name
 * @property {string} label
 * @property {string} unit
 * @property {string} sentence what it says, and when not to trust it
 * @property {string} estimates what it estimates
 * @property {string} whenNot when not to trust it
 * @property {boolean} exact whether it can be exact; a measurement says whether it was
 * @property {'higher' | 'lower' | null} better which of two values is the better one
 * @property {'instant' | 'seconds' | 'minutes'} cost
 * @property {string} effort what the time goes into
 * @property {ModelName[]} models those that it can be asked of
 * @property {('labels' | 'modes' | 'test')[]} needs what the data must have
 * @property {ModelOption[]} options as Experiment.measure() takes them
 */

// --- what an experiment says -----------------------------------------------------------------------------------------

/**
 * Where training stands.
 * @typedef {object} Progress
 * @property {number} updates changes of the parameters since the start
 * @property {number} epochs passes over the training set, with fraction
 * @property {number} prepared of the one look at all examples that some models take before the first update: 0 to 1
 * @property {number} stage index into Snapshot.stages: where training is
 * @property {number} stageEpochs epochs of this stage, with fraction
 * @property {number} stageEnd updates done when this stage ends; 0: it goes on for as long as one trains
 * @property {boolean} underWay whether an update has begun and is not done: in slow motion, or one over many examples
 * @property {number} heldClass the class that the running samples are held at; -1: none
 * @property {number} examples seen in training
 * @property {number} chainSteps Gibbs steps that the fantasy chains have made
 * @property {number} updatesPerEpoch
 * @property {boolean} diverged whether the numbers ran away; the last good parameters are kept
 * @property {string} message why training stopped by itself, and what helps; else empty
 */
/** @typedef {Progress & { updatesPerSecond: number, examplesPerSecond: number }} ProgressWithRates */
/** `done` of `total` updates of this call. @typedef {Progress & { done: number, total: number }} TrainProgress */
/**
 * A stage of training: a stack learns one layer after the other, then all of them together. Most models have one.
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} label
 * @property {string} sentence what it does
 * @property {string} trains the tensors it changes
 * @property {number} end updates done when it ends; 0: it goes on for as long as one trains
 */
/**
 * The update in slow motion.
 * @typedef {object} Phase
 * @property {number} last index into `names` of the phase that ran last, or -1 where none was stepped through
 * @property {number} next the phase that runs next
 * @property {string[]} names
 * @property {string[]} labels
 * @property {string[]} signs what flows where in each, such as "v \u2192 h"; may be empty
 * @property {Ink[]} inks whose side each is; "neutral": neither's
 * @property {string} sentence what the last phase did
 */
/** The paces of play(). @typedef {'slow' | 'normal' | 'full'} Speed */
/**
 * What is being waited for.
 * @typedef {object} Busy
 * @property {'download' | 'measure' | 'sample'} what
 * @property {string} label
 * @property {number} progress 0 to 1
 * @property {number} [received] bytes, of a download
 * @property {number} [total] bytes, of a download
 * @property {number} id
 */
/**
 * What an experiment is doing.
 * @typedef {object} Status
 * @property {boolean} running
 * @property {Speed} speed
 * @property {boolean} phaseMode whether somebody steps through an update
 * @property {Busy | null} busy
 * @property {number} updatesPerSecond
 * @property {number} examplesPerSecond
 * @property {import('./rungs.js').Rung} rung where the core runs
 * @property {(Refusal & { canResume: boolean }) | null} error why it stopped by itself, and whether restart() goes on
 * @property {string | null} notice
 */
/**
 * A number against updates.
 * @typedef {object} Curve
 * @property {string} name
 * @property {string} label
 * @property {string} unit
 * @property {Float32Array} x updates
 * @property {Float32Array} y
 * @property {Float32Array | null} error standard errors
 * @property {number | null} reference a level to set it beside: an optimum, a closed form
 * @property {string} referenceLabel
 */
/**
 * @typedef {object} Measurement
 * @property {string} name
 * @property {string} label
 * @property {string} unit
 * @property {string} method how it was got: "exact", "ais", "stochastic"
 * @property {string} note one sentence: what it says, or when not to trust it
 * @property {number} value
 * @property {number | null} standardError
 * @property {number | null} effectiveSamples of an annealed estimate: how many chains carry it
 * @property {boolean} exact whether it is the value itself
 * @property {'exact' | 'lower bound' | 'estimate'} certainty what the value is: itself, less than the truth, or drawn
 * @property {number} updates that the parameters had when it was taken
 * @property {{ label: string, value: number }[]} details what the value is made of, where there is more to say
 */
/**
 * A view that an experiment has at its size. It is asked for by its name, or with choices by such a text as
 * "weights:layer=2,part=1"; what such a text does not name, or names wrongly, stays at its initial option.
 * @typedef {object} ViewOffer
 * @property {string} name
 * @property {string} title
 * @property {boolean} slowMotion whether it shows what the phases of an update do
 * @property {ViewChoice[]} choices
 */
/**
 * @typedef {object} ViewChoice
 * @property {string} name
 * @property {string} label
 * @property {{ name: string, label: string }[]} options
 * @property {number} initial index of the option that is shown unless another is asked for
 */
/**
 * A typed picture that can be drawn without knowing the model.
 * @typedef {object} View
 * @property {string} name
 * @property {string} title
 * @property {string} caption one sentence: what is to be seen
 * @property {'images' | 'pairs' | 'network' | 'plane' | 'chart' | 'matrix' | 'table'} kind "images": shape
 *   [count, rows, cols]; "pairs": [count, 2, rows, cols]; "network": states of all units, see `groups`; "plane": in
 *   `panels`, a unit as long across as up; "chart": in `panels`, axes that fill their room; "matrix": [rows, cols],
 *   coloured; "table": [rows, cols], numbers
 * @property {'' | 'chains' | 'samples' | 'generation' | 'reconstruction' | 'update' | 'biases'} meaning what it shows,
 *   where that is one of these: running Markov chains, the newest samples, samples on their way, examples beside what the
 *   model makes of them, the update under way, the biases alone
 * @property {number[]} chosen the option it was made for, of each of its offer's choices
 * @property {'unit' | 'signed'} scale values in [0, limit], or about 0 in [-limit, limit]
 * @property {number} limit
 * @property {number[]} shape
 * @property {Float32Array} data none where everything is in `panels`
 * @property {number} precision how far `data` may be from the model's own numbers. 0: they are the same. Snapshots that
 *   come by themselves carry small pictures ("images", "pairs") in 256 steps, half a step away at most; 0 is exact.
 *   Experiment.snapshot() always is
 * @property {string} tileNoun of images: what a tile is, such as "hidden unit"; may be empty
 * @property {number[]} tileNumbers of images: which one each tile is, counted from 0; may be empty, they are in order then
 * @property {UnitGroup[]} groups of a network
 * @property {UnitLink[]} links of a network
 * @property {Float32Array | null} weights of a network: of all links
 * @property {Panel[]} panels of a plane or a chart
 * @property {string[]} rowNames of a matrix or a table, or a name for every tile; may be empty
 * @property {string[]} columnNames
 * @property {Slider[]} sliders the latent variables of Experiment.setLatent(), in order
 * @property {string[]} notes findings, a sentence each
 */
/**
 * Units that a network draws as one plane.
 * @typedef {object} UnitGroup
 * @property {string} name
 * @property {'visible' | 'hidden' | 'label' | 'past'} role "past": frames before the visible one
 * @property {number} units
 * @property {number} rows as a picture; 0 where they have no shape
 * @property {number} cols
 * @property {number} first index of its first state in the view's data
 */
/**
 * All connections between two groups, or inside one where `from` and `to` are the same.
 * @typedef {object} UnitLink
 * @property {number} from index of the lower group
 * @property {number} to index of the upper group
 * @property {'both' | 'up' | 'down'} kind how it carries states: both ways, only towards `to`, only towards `from`
 * @property {number} first index into the view's weights, of a matrix [units of from, units of to], row-major
 * @property {boolean} up whether the current phase goes through it towards `to`
 * @property {boolean} down whether it does towards `from`
 */
/** Whose a mark or a phase is. @typedef {'data' | 'model' | 'truth' | 'latent' | 'positive' | 'negative' | 'neutral'} Ink */
/** One pair of axes. @typedef {{ title: string, x: Axis, y: Axis, marks: Mark[] }} Panel */
/** @typedef {{ label: string, low: number, high: number }} Axis */
/**
 * What is drawn on a pair of axes.
 * @typedef {object} Mark
 * @property {'field' | 'points' | 'arrows' | 'mesh' | 'line' | 'bars'} kind "field": [rows, cols], a number for every
 *   cell of an even grid that fills the axes, lowest y first; "points": [n, 2] x, y; "arrows": [n, 4] x, y, dx, dy;
 *   "mesh": [rows, cols, 2] nodes of a grid; "line": [n, 2], NaN lifts the pen; "bars": [n, 3] from x, to x, height
 * @property {Ink} ink whose it is
 * @property {string} label in the legend; empty: not listed
 * @property {'unit' | 'signed'} scale of a field
 * @property {number} limit of a field: the value that gets the full colour
 * @property {boolean} dashed of a line
 * @property {number[]} shape
 * @property {Float32Array} data
 */
/** @typedef {{ label: string, low: number, high: number, value: number }} Slider */

// --- what can be asked for -------------------------------------------------------------------------------------------

/**
 * @typedef {object} TrainOptions
 * @property {number} [updates] how long: this
 * @property {number} [epochs] or this; parts of an epoch are rounded to whole updates
 * @property {boolean} [toEndOfStage] or to the end of the present stage; refused where it has no end
 * @property {(progress: TrainProgress) => void} [onProgress] a few times a second
 * @property {AbortSignal} [signal] stops it; what was learnt stays
 */
/**
 * @typedef {object} SampleOptions
 * @property {number} [count] 64
 * @property {number} [steps] Gibbs steps, 1000
 * @property {ArrayLike<number | null>} [clamp] one entry per pixel: the value it is held at, null or NaN where it is free
 * @property {number | (number | null)[] | null} [label] of a model that knows classes: the class all samples are held at, or
 *   one entry per sample; null: free
 * @property {number} [seed] the experiment's
 * @property {boolean} [probabilities] means of the last step instead of its states, false
 * @property {(progress: { progress: number }) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */
/**
 * Options of a measure, by the names the measure knows, and:
 * @typedef {{ [option: string]: unknown, onProgress?: (progress: { progress: number }) => void, signal?: AbortSignal }}
 * MeasureOptions
 */
/**
 * @typedef {object} WatchOptions
 * @property {string[]} [views] the views that snapshots carry, by name or with choices (see ViewOffer), or "*" for all;
 *   none at first
 * @property {number} [rate] snapshots a second at most, 12
 * @property {number} [chainSpeed] Gibbs steps a second of the fantasy chains, 10; they move where a view is watched
 * @property {boolean} [chainsWhilePaused] whether they move while nothing trains, false
 */
/** Row-major. @typedef {{ shape: readonly number[], data: ArrayLike<number> }} GivenTensor */
/**
 * Of what is fetched to open an experiment, in bytes; a total of 0 is not known.
 * @typedef {object} DownloadProgress
 * @property {'download'} what
 * @property {string} label the data set, or "The other models" for the rest of the core
 * @property {number} received
 * @property {number} total
 * @property {number} progress 0 to 1
 */
/**
 * @typedef {object} OpenOptions
 * @property {(progress: DownloadProgress) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */
/**
 * @typedef {object} EngineOptions
 * @property {import('./rungs.js').Rung} [rung] where the core must run, instead of the first place that holds
 * @property {'auto' | number} [threads] how many threads share the work of an update, 16 at most; 0 and 1: one. "auto",
 *   the default: one less than there are cores, four at most; so one where there are two cores. More than one only in a
 *   module Worker, in Node or on a page that is cross-origin isolated; elsewhere one. Results are the same bits
 * @property {'whole' | 'first'} [core] "whole", the default: every model is here. "first": begins with a core that has the
 *   model "rbm" only, two thirds as large, in a module Worker with one thread; elsewhere with the whole one. The whole core is
 *   fetched when something else is opened, or by engine.prefetch(). Results are the same bits
 * @property {string | URL} [base] the folder of core.wasm and data/, if it is not that of harmonium.js
 * @property {number} [sliceMilliseconds] how long the core works before it looks at its messages
 * @property {number} [keepSeconds] how often a save is kept while training, to go on from after a crash; 0: never
 */

export {};
