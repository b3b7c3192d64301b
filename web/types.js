// @ts-check
// The types of the plain objects that the JavaScript API takes and returns. This file contains no code.

/** @typedef {import('./errors.js').HarmoniumError} HarmoniumError */
/** @typedef {import('./errors.js').Refusal} Refusal */
/** @typedef {import('./names.js').ModelName} ModelName */
/** @typedef {import('./names.js').DatasetName} DatasetName */
/** @typedef {import('./names.js').MeasureName} MeasureName */

// --- the tables of the catalogue -------------------------------------------------------------------------------------

/**
 * The value of an option: true or false for a toggle, a name for a choice, a list of numbers for sizes, else a number.
 * @typedef {number | boolean | string | number[]} OptionValue
 */
/**
 * A condition under which an option has an effect: another option has one of `values` (names of choices, "true" or
 * "false" for a toggle, "zero" or "nonzero" for a number), or one of the conditions in `orElse` holds. The option
 * "data.values" stands for the data, which are "real", "grey" or "binary".
 * @typedef {{ option: string, values: string[], orElse?: Condition[] }} Condition
 */
/**
 * One setting of a model.
 * @typedef {object} ModelOption
 * @property {string} name its name in an experiment's settings
 * @property {string} label its name on screen
 * @property {string} group the heading under which forms show it
 * @property {'integer' | 'number' | 'toggle' | 'choice' | 'sizes'} type "sizes": a list of whole numbers
 * @property {number} [minimum] smallest number, or smallest entry of a list of sizes
 * @property {number} [maximum] largest number, or largest entry of a list of sizes
 * @property {boolean} [logarithmic] for numbers: whether a slider should move in equal ratios
 * @property {{ name: string, label: string }[]} [choices] for a choice
 * @property {number} [leastCount] for a list of sizes: least number of entries
 * @property {number} [mostCount] for a list of sizes: largest number of entries
 * @property {number} [rank] from 1 to 5: its place among the options that matter first; the others have none
 * @property {string} [per] for numbers: the name of a list of sizes. The value is then one number for all of its
 *   entries, or a list with one number per entry
 * @property {Condition[]} [shownIf] the option has an effect while all of these hold. Otherwise forms hide it; it keeps
 *   its value and may be set
 * @property {OptionValue} default
 * @property {boolean} live whether it may change during training; otherwise a change starts the experiment again
 * @property {string} help one sentence
 */
/**
 * @typedef {object} ModelInfo
 * @property {ModelName} name
 * @property {string} title
 * @property {string} sentence what the model is
 * @property {string} paper the paper that introduced it
 * @property {ModelOption[]} options
 * @property {{ name: string, label: string, sentence: string, sign: string, ink: Ink }[]} phases of one update, in the
 *   order they run; sign: what flows where, in a few characters; ink: whose side it is
 * @property {{ name: string, title: string }[]} views the views that the model has at some size, for watch() and
 *   snapshot(). Snapshot.offers has those of an experiment at its size, and what can be chosen of each
 * @property {Preset[]} presets experiments known to work; the first one is for newcomers
 * @property {DatasetName[]} datasets the named data sets that it can learn from
 * @property {Record<string, string>} [refusals] why it cannot learn from the others, by name of the data set
 */
/**
 * An experiment known to work.
 * @typedef {object} Preset
 * @property {string} name
 * @property {string} title
 * @property {string} sentence what to watch for
 * @property {DatasetName} data
 * @property {Record<string, OptionValue>} settings the settings that differ from the defaults
 * @property {number} updates after so many updates there is what the sentence promises; 0: it has no end
 */
/**
 * @typedef {object} DatasetInfo
 * @property {DatasetName} name
 * @property {string} title
 * @property {string} sentence what the data are
 * @property {string} source where the data come from
 * @property {string} citation how to cite it; may be empty
 * @property {[number, number]} shape rows and columns of an example
 * @property {number} train number of training examples
 * @property {number} test number of examples held out
 * @property {boolean} first whether the set is fetched with the page
 * @property {boolean} real whether values are any finite numbers; otherwise they are intensities in [0, 1]
 * @property {boolean} [labels] whether its examples are labelled
 * @property {DatasetPart[]} parts the kinds of values in an example; most sets have one part
 * @property {number} longestHistory for sequences: one less than the frames of the longest; 0 if the set has no
 *   sequences
 * @property {number} [modes] number of modes of the density that the data are drawn from, if known
 * @property {string[]} files below the site's data folder; none if the set is computed
 */
/**
 * Values of one kind within an example.
 * @typedef {object} DatasetPart
 * @property {string} name
 * @property {'binary' | 'intensity' | 'real' | 'oneOf' | 'counts'} kind
 * @property {number[]} shape rows and columns, or for `oneOf` the number of classes
 * @property {string[]} [names] names of its values
 * @property {number} [low] lower bound of its values, if there is one
 * @property {number} [high] upper bound of its values, if there is one
 */
/**
 * @typedef {object} MeasureInfo
 * @property {MeasureName} name
 * @property {string} label
 * @property {string} unit
 * @property {string} sentence what it says, and when it misleads
 * @property {string} estimates what it estimates
 * @property {string} whenNot when it misleads
 * @property {boolean} exact whether it can be exact; each measurement says whether it is
 * @property {'higher' | 'lower' | null} better which of two values is the better one
 * @property {'instant' | 'seconds' | 'minutes'} cost the most that it takes at usual settings, on data as large as MNIST; small
 *   models take far less
 * @property {string} effort what the time is spent on
 * @property {ModelName[]} models the models that it applies to
 * @property {('labels' | 'modes' | 'test')[]} needs what the data must have
 * @property {ModelOption[]} options options of Experiment.measure()
 */

// --- the state of an experiment --------------------------------------------------------------------------------------

/**
 * The state of training.
 * @typedef {object} Progress
 * @property {number} run number of the run, from 1. It grows where a run begins from other parameters: reset(), reseed(),
 *   set() of a setting that is not live, setParameters(). Results carry the number of the run that they were begun in
 * @property {number} updates updates of the parameters since the start
 * @property {number} epochs passes over the training set, with fraction
 * @property {number} prepared share, 0 to 1, of the pass over all examples that some models make before the first
 *   update
 * @property {number} stage index of the present stage in Snapshot.stages
 * @property {number} stageEpochs epochs of this stage, with fraction
 * @property {number} stageEnd number of updates at which this stage ends; 0 if it has no end
 * @property {boolean} underWay whether an update is unfinished: in slow motion, or an update over many examples
 * @property {number} heldClass the class that the running samples are clamped to; -1 if none
 * @property {number} examples examples seen in training
 * @property {number} chainSteps Gibbs steps that the running chains have made
 * @property {number} updatesPerEpoch
 * @property {boolean} diverged whether training diverged; the last good parameters are kept
 * @property {string} message why training stopped by itself, and what helps; empty if it did not
/** @typedef {Progress & { updatesPerSecond: number, examplesPerSecond: number }} ProgressWithRates */
/**
 * `done` of `total` updates of this call are made.
 * @typedef {Progress & { done: number, total: number }} TrainProgress
 */
/**
 * A stage of training. A stack trains one layer after the other and then all together; most models have one stage.
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} label
 * @property {string} sentence what it does
 * @property {string} trains names of the tensors that it changes
 * @property {number} end number of updates at which it ends; 0 if it has no end
 */
/**
 * The phases of an update, for slow motion.
 * @typedef {object} Phase
 * @property {number} last index into `names` of the phase that ran last; -1 if none was run on its own
 * @property {number} next index into `names` of the phase that runs next
 * @property {string[]} names
 * @property {string[]} labels
 * @property {string[]} signs what flows where in each, such as "v \u2192 h"; may be empty
 * @property {Ink[]} inks whose side each is; "neutral": neither's
 * @property {string} sentence what the last phase did
 */
/**
 * The speeds of play(): phase by phase, 60 % of the time, all the time, or a number of updates a second from 0.1 to 1000.
 * @typedef {'slow' | 'normal' | 'full' | number} Speed
 */
/**
 * Long work that is being done.
 * @typedef {object} Busy
 * @property {'download' | 'measure' | 'sample'} what
 * @property {string} label
 * @property {number} progress 0 to 1
 * @property {number} [received] bytes, of a download
 * @property {number} [total] bytes, of a download
 * @property {number} id of the request
 */
/**
 * What an experiment is doing.
 * @typedef {object} Status
 * @property {boolean} running
 * @property {Speed} speed
 * @property {boolean} phaseMode whether updates run phase by phase
 * @property {Busy | null} busy
 * @property {number} updatesPerSecond
 * @property {number} examplesPerSecond
 * @property {import('./rungs.js').Rung} rung where the core runs
 * @property {(Refusal & { canResume: boolean }) | null} error why it stopped by itself, and whether restart() continues
 *   it
 * @property {string | null} notice why it rests, where training has reached its goal
 */
/**
 * A number over updates.
 * @typedef {object} Curve
 * @property {string} name
 * @property {string} label
 * @property {string} unit
 * @property {string} examples the examples it is a mean over, such as "500 of 2,000 training examples"; empty if none.
 *   The measure of the same name takes all examples of a split
 * @property {Float32Array} x updates
 * @property {Float32Array} y
 * @property {Float32Array | null} error standard errors
 * @property {number | null} reference a value to compare with, such as an optimum or a closed form
 * @property {string} referenceLabel
 */
/**
 * @typedef {object} Measurement
 * @property {string} name
 * @property {string} label
 * @property {string} unit
 * @property {string} method how it was computed: "exact", "ais", "stochastic"
 * @property {string} note one sentence: what it says, or when it misleads
 * @property {number} value
 * @property {number | null} standardError the standard error of the value, in its unit; its square is the sum of the
 *   squares of the two parts where they are known. null: nothing in it varies by chance, or no error bar would be true
 * @property {number | null} errorOverExamples the part that other held-out examples would change; null on training data
 * @property {number | null} errorOfEstimate the part that another run on the same examples would change: the error of an
 *   annealed log Z, or of pixels drawn as 0 or 1
 * @property {number | null} effectiveSamples for an annealed estimate: effective number of chains
 * @property {boolean} exact whether the value is exact
 * @property {'exact' | 'lower bound' | 'estimate'} certainty whether the value is exact, a lower bound, or an estimate
 * @property {'exact' | 'lower bound' | 'estimate'} kind the same
 * @property {number} updates number of updates at which it was taken
 * @property {number} run run in which it began (`Progress.run`); a result of an earlier run is not kept
 * @property {{ label: string, value: number }[]} details the parts of the value, if it has parts
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
 * A typed picture. It can be drawn without knowing the model.
 * @typedef {object} View
 * @property {string} name
 * @property {string} title
 * @property {string} caption one sentence that says what the view shows
 * @property {'images' | 'pairs' | 'network' | 'plane' | 'chart' | 'matrix' | 'table'} kind "images": shape
 *   [count, rows, cols]; "pairs": [count, 2, rows, cols]; "network": states of all units, see `groups`; "plane": in
 *   `panels`, with the same scale on both axes; "chart": in `panels`, with axes that fill their space; "matrix":
 *   [rows, cols], as colours; "table": [rows, cols], as numbers
 * @property {'' | 'chains' | 'visited' | 'samples' | 'generation' | 'reconstruction' | 'update' | 'biases'} meaning what it
 *   shows, where that is one of these: running Markov chains, counts of where they have been, the newest samples, samples on
 *   their way, examples beside what the model makes of them, the update under way, the biases alone
 * @property {number[]} chosen the option it was made for, of each of its offer's choices
 * @property {'unit' | 'signed'} scale whether values lie in [0, limit], or in [-limit, limit]
 * @property {number} limit
 * @property {number[]} shape
 * @property {Float32Array} data empty where everything is in `panels`
 * @property {number} precision largest difference between `data` and the model's own numbers; 0 if they are equal.
 *   Snapshots of watch() carry small pictures ("images", "pairs") in 256 steps, with a difference of at most half a
 *   step. Snapshots of Experiment.snapshot() are exact
 * @property {string} tileNoun of images: what a tile is, such as "hidden unit"; may be empty
 * @property {number[]} tileNumbers of images: which one each tile is, counted from 0; may be empty, they are in order then
 * @property {UnitGroup[]} groups of a network
 * @property {UnitLink[]} links of a network
 * @property {Float32Array | null} weights of a network: of all links
 * @property {Float32Array | null} change what the phase that slow motion ran last has changed: of a network the step of
 *   every weight; of images and pairs by how much each has changed, 1 for the most; null where it changed nothing
 * @property {Float32Array | null} slopes of a network: the gradient that those steps followed, or null
 * @property {Panel[]} panels of a plane or a chart
 * @property {string[]} rowNames of a matrix or a table, or a name for every tile; may be empty
 * @property {string[]} columnNames
 * @property {import('./safetensors.js').Tensor | null} rowTiles of a table: what each row is about, as a picture of
 *   values from 0 to 1, [rows, rows of it, columns of it]; or null
 * @property {Slider[]} sliders the latent variables of Experiment.setLatent(), in order
 * @property {string[]} notes findings, one sentence each
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
 * One layer of a drawing on a pair of axes.
 * @typedef {object} Mark
 * @property {'field' | 'points' | 'arrows' | 'mesh' | 'line' | 'bars'} kind "field": [rows, cols], one number per cell
 *   of an even grid that fills the axes, lowest y first; "points": [n, 2] x, y; "arrows": [n, 4] x, y, dx, dy; "mesh":
 *   [rows, cols, 2] nodes of a grid; "line": [n, 2], NaN interrupts it; "bars": [n, 3] from x, to x, height
 * @property {Ink} ink what it belongs to
 * @property {string} label its name in the legend; empty if it is not listed
 * @property {'unit' | 'signed'} scale for a field
 * @property {number} limit for a field: the value that gets the full colour
 * @property {boolean} contours for a field: it is drawn with contours where its grid is fine enough
 * @property {boolean} dashed for a line
 * @property {number} category for points: the class they belong to, counted from 0; -1 where they belong to none
 * @property {string[]} names for points: a text for each, which is drawn instead of it; may be empty
 * @property {number[]} shape
 * @property {Float32Array} data
 */
/** @typedef {{ label: string, low: number, high: number, value: number }} Slider */

// --- options of calls ------------------------------------------------------------------------------------------------

/**
 * @typedef {object} TrainOptions
 * @property {number} [updates] number of updates; give this or one of the next two
 * @property {number} [epochs] number of epochs, rounded to whole updates
 * @property {boolean} [toEndOfStage] whether to train to the end of the present stage; refused if it has no end
 * @property {(progress: TrainProgress) => void} [onProgress] called a few times per second
 * @property {AbortSignal} [signal] stops the call; what was learnt stays
 */
/**
 * @typedef {object} SampleOptions
 * @property {number} [count] number of samples, 64
 * @property {number} [steps] Gibbs steps, 1000
 * @property {ArrayLike<number | null>} [clamp] one entry per pixel: the value it is clamped to; null or NaN if it is
 *   free
 * @property {number | (number | null)[] | null} [label] for a model that knows classes: the class of all samples, or
 *   one entry per sample; null if it is free
 * @property {number} [seed] the experiment's seed by default
 * @property {boolean} [probabilities] whether to return means of the last step instead of states, false
 * @property {(progress: { progress: number }) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */
/**
 * Samples, and the run and the number of updates of the model that drew them.
 * @typedef {import('./safetensors.js').Tensor & { run: number, updates: number }} Samples
 */
/**
 * Options of a measure, with the names that the measure's table has, and:
 * @typedef {{ [option: string]: unknown, onProgress?: (progress: { progress: number }) => void, signal?: AbortSignal }}
 * MeasureOptions
 */
/**
 * @typedef {object} WatchOptions
 * @property {string[]} [views] the views that snapshots carry, by name or with choices (see ViewOffer), or "*" for all;
 *   none at first
 * @property {number} [rate] most snapshots per second, 12
 * @property {number} [chainSpeed] Gibbs steps per second of the running chains, 0 to 1e6, 10 at first; they move while a
 *   view is watched, in a quarter of the time at most, or in two thirds while nothing trains
 * @property {boolean} [chainsWhilePaused] whether they move while nothing trains, false
 */
/** A tensor in row-major order. @typedef {{ shape: readonly number[], data: ArrayLike<number> }} GivenTensor */
/**
 * Progress of what is fetched to open an experiment, in bytes. A total of 0 is unknown.
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
 * @property {import('./rungs.js').Rung} [rung] the place where the core must run; by default the first one that works
 * @property {'auto' | number} [threads] number of threads that share the work of an update, at most 16; 0 and 1 mean
 *   one. The default "auto" takes one less than there are cores, at most four and at least one. Several threads need a
 *   module Worker on a cross-origin isolated page, or Node; elsewhere there is one. The results are the same bits
 * @property {'whole' | 'first'} [core] the default "whole" has every model. "first" begins, in a module Worker with one
 *   thread, with a core that has only the model "rbm" and is two thirds as large; elsewhere it begins with the whole
 *   one. The whole core is fetched when something else is opened, or by engine.prefetch(). The results are the same
 *   bits
 * @property {string | URL} [base] the folder of core.wasm and data/; by default that of harmonium.js
 * @property {number} [sliceMilliseconds] how long the core works before it handles messages
 * @property {number} [keepSeconds] seconds between automatic saves during training, to continue after a crash; 0 for
 *   none at all. An experiment that comes to rest is saved then
 */

export {};
