/** Lines and columns of a text, both from 1. (The line counter of `yaml` loses lines that end within a broken text.) */
export class Lines {
  private readonly starts: readonly number[];

  constructor(readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  placeOf(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low]! + 1 };
  }

  /** Of a place; beyond the end of its line, the end of that line. */
  offsetOf(line: number, column: number): number {
    const start = this.starts[line - 1] ?? this.text.length;
    return Math.min(start + column - 1, this.endOfLine(start));
  }

  /** The line that holds this offset. */
  lineAt(offset: number): string {
    return this.text.slice(this.text.lastIndexOf('\n', offset - 1) + 1, this.endOfLine(offset));
  }

  /** Where the line that holds this offset ends. */
  endOfLine(offset: number): number {
    const newline = this.text.indexOf('\n', offset);
    return newline < 0 ? this.text.length : newline;
  }
}
