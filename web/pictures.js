// @ts-check
// When an experiment sends snapshots for drawing: while a client watches it, after something has changed, as often as the
// client wishes, and never a second one before the client has taken the first.

/** Largest share of the time that making snapshots takes. */
const kSnapshotShare = 0.04;

export class Pictures {
  /** Names of the views that the client draws. @type {string[]} */ views = [];
  /** Whether the client listens at all. */ listening = false;
  /** Most snapshots a second; 0: none. */ rate = 12;
  /** Whether something has changed since the last snapshot. */ changed = true;
  #at = -Infinity;
  #cost = 0; // milliseconds, smoothed
  #in_flight = false; // a snapshot was posted and the client has not taken it yet
  #spare_buffer = new Uint8Array(0); // memory of an earlier snapshot that the client has given back

  /** What the client wishes, as far as it says. @param {{ listening?: boolean, views?: string[], rate?: number }} wish */
  wish({ listening = this.listening, views = this.views, rate = this.rate }) {
    this.listening = listening;
    this.views = views;
    this.rate = rate;
    this.changed = true;
  }

  get watched() {
    return this.listening && this.rate > 0;
  }

  /** Time on the host's clock (ms) of the next snapshot; Infinity if none is wanted. */
  get due() {
    if (!this.changed || this.#in_flight || !this.watched) return Infinity;
    return this.#at + Math.max(1000 / this.rate, this.#cost / kSnapshotShare);
  }

  /** The client has taken the last snapshot, so the next one may be sent. */
  taken() {
    this.#in_flight = false;
  }

  /** Takes back the memory of an earlier snapshot, for a later one. @param {Uint8Array<ArrayBuffer>} buffer */
  spare(buffer) {
    this.#spare_buffer = buffer;
  }

  /**
   * Makes a snapshot to be sent, in which small pictures are stored as bytes.
   * @param {() => number} clock
   * @param {(views: string, memory: Uint8Array<ArrayBuffer>, use: (bytes: Uint8Array<ArrayBuffer>) => void) => void} make
   * @param {(bytes: Uint8Array<ArrayBuffer>) => void} send
   */
  take(clock, make, send) {
    const began = clock();
    const buffer = this.#spare_buffer;
    this.#spare_buffer = new Uint8Array(0); // the memory is transferred together with the snapshot
    this.changed = false;
    this.#in_flight = true;
    make(this.views.join(' '), buffer, (bytes) => {
      this.#cost += (clock() - began - this.#cost) / 4;
      this.#at = began;
      send(bytes);
    });
  }
}
