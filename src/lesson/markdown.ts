/** A stretch of YAML cut out of a Markdown file, preceded by empty lines so that its line numbers are the file's. */
export type EmbeddedYaml = string;

export interface LessonText {
  readonly frontMatter: EmbeddedYaml | null;
  readonly steps: readonly { readonly yaml: EmbeddedYaml; readonly line: number; readonly prose: string }[];
  /** What is wrong with the file's outline; lines are 1-based. */
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

/** As in CommonMark: indented further, it is no fence but text. */
const FENCE = /^ {0,3}(`{3,}|~{3,})\s*(\S*)/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})\s*$/;

/**
 * Takes `lesson.md` apart: front matter between two lines `---`, then blocks fenced as ```` ```step ````, each followed by
 * its prose up to the next such block. Other fenced blocks are prose, whatever they contain.
 */
export function splitLesson(text: string): LessonText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const faults: { line: number; message: string }[] = [];
  const embedded = (from: number, to: number) => '\n'.repeat(from) + lines.slice(from, to).join('\n');

  let at = 0;
  let frontMatter: EmbeddedYaml | null = null;
  if (lines[0]?.trimEnd() === '---') {
    const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
    if (end < 0)
      faults.push({ line: 1, message: 'The front matter begins here and never ends; expected a line `---` after it.' });
    else {
      frontMatter = embedded(1, end);
      at = end + 1;
    }
  } else {
    faults.push({
      line: 1,
      message: 'Expected front matter with title, summary, minutes and page, between two lines `---`.',
    });
  }

  const steps: { yaml: EmbeddedYaml; line: number; prose: string }[] = [];
  let prose: string[] = [];
  const proseEnds = () => {
    const step = steps.at(-1);
    if (step) step.prose = prose.join('\n').trim();
    prose = [];
  };
  let strayReported = false;
  while (at < lines.length) {
    const fence = FENCE.exec(lines[at]!);
    const end = fence ? endOfFence(lines, at, fence[1]!) : at + 1;
    if (fence?.[2] === 'step') {
      proseEnds();
      if (end > lines.length)
        faults.push({ line: at + 1, message: 'This step block never ends; expected a line of ``` after it.' });
      steps.push({ yaml: embedded(at + 1, Math.min(end - 1, lines.length)), line: at + 1, prose: '' });
    } else {
      const block = lines.slice(at, end);
      if (steps.length === 0 && !strayReported && block.some((line) => line.trim() !== '')) {
        faults.push({ line: at + 1, message: 'Text before the first ```step block belongs to no step.' });
        strayReported = true;
      }
      prose.push(...block);
    }
    at = end;
  }
  proseEnds();
  if (steps.length === 0) faults.push({ line: lines.length, message: 'A lesson needs at least one ```step block.' });
  return { frontMatter, steps, faults };
}

/** The index after the line that closes the fence; past the end of the file where none does. */
function endOfFence(lines: readonly string[], from: number, fence: string): number {
  for (let at = from + 1; at < lines.length; at += 1) {
    const closing = CLOSING.exec(lines[at]!)?.[1];
    if (closing !== undefined && closing.length >= fence.length && closing[0] === fence[0]) return at + 1;
  }
  return lines.length + 1;
}
