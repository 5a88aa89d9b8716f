/** Numbers at few of many places, the places never falling. Keeps its room when it is cleared. */
export class Sparse {
  private places = new Uint32Array(0);
  private values = new Float64Array(0);
  private length = 0;

  clear(): void {
    this.length = 0;
  }

  /** At a place after every one there is, or at the last once more. */
  push(place: number, value: number): void {
    if (this.length === this.places.length) this.grow();
    this.places[this.length] = place;
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Adds each number to the one at its place, as far as `out` goes. */
  addTo(out: Float64Array): void {
    const { places, values, length } = this;
    const end = out.length;
    for (let at = 0; at < length; at += 1) {
      const place = places[at]!;
      if (place >= end) return;
      out[place]! += values[at]!;
    }
  }

  /** Writes each number to its place. */
  writeTo(out: Float64Array): void {
    for (let at = 0; at < this.length; at += 1) out[this.places[at]!] = this.values[at]!;
  }

  /** The number at a place; undefined if there is none. */
  at(place: number): number | undefined {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.places[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low < this.length && this.places[low] === place ? this.values[low] : undefined;
  }

  get byteLength(): number {
    return this.places.byteLength + this.values.byteLength;
  }

  private grow(): void {
    const room = Math.max(16, this.length + (this.length >> 1));
    const { places, values } = this;
    this.places = new Uint32Array(room);
    this.values = new Float64Array(room);
    this.places.set(places);
    this.values.set(values);
  }
}
