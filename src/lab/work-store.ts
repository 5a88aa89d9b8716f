import { NO_WORK, withLesson, withoutLesson, workOn, type LessonWork, type SavedWork } from './saved-work';
import { readLessonWork, writeLessonWork, writeWorkFile } from './work-file';
import type { WorkStorage } from './work-storage';

/** What a student should know about how their work is kept. */
export type KeepingState =
  /** Saved as it happens. */
  | 'saved'
  /** The browser keeps nothing for this page: the work goes with it unless it is saved to a file. */
  | 'memory only'
  /** The last change could not be written; the next one tries again. */
  | 'not written';

const VISITED = 'visited';
const lessonKey = (lesson: string): string => `lesson: ${lesson}`;

/** A student's work while the page is open: held in memory, written as it changes, one record a lesson. */
export class WorkStore {
  private readonly listeners = new Set<() => void>();
  /** Names still to be written, each with its newest value, and whether somebody is at it. */
  private readonly unwritten = new Map<string, unknown>();
  private writing: Promise<void> | null = null;

  private constructor(
    private readonly storage: WorkStorage,
    private current: SavedWork,
    private keepingNow: KeepingState,
  ) {}

  /** Reads what is kept. A record that cannot be read is set aside under another name, not overwritten. */
  static async open(storage: WorkStorage): Promise<WorkStore> {
    const keeping = storage.lasting ? 'saved' : 'memory only';
    let records: ReadonlyMap<string, unknown>;
    try {
      records = await storage.readAll();
    } catch {
      return new WorkStore(storage, NO_WORK, 'not written');
    }
    const { work, unreadable } = workIn(records);
    const store = new WorkStore(storage, work, keeping);
    for (const [name, value] of unreadable) store.write(`set aside: ${name}`, value);
    return store;
  }

  get work(): SavedWork {
    return this.current;
  }

  get keeping(): KeepingState {
    return this.keepingNow;
  }

  /** Calls back after every change; returns how to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** null: the lesson has not been begun. */
  lesson(id: string): LessonWork | null {
    return workOn(this.current, id);
  }

  save(lesson: string, work: LessonWork): void {
    if (this.lesson(lesson) === work) return;
    this.current = withLesson(this.current, lesson, work);
    this.write(lessonKey(lesson), writeLessonWork(work));
    this.tell();
  }

  reset(lesson: string): void {
    this.current = withoutLesson(this.current, lesson);
    this.write(lessonKey(lesson), undefined);
    this.tell();
  }

  /** From now on a visit is not the first one. */
  visited(): void {
    if (this.current.visited) return;
    this.current = { ...this.current, visited: true };
    this.write(VISITED, true);
    this.tell();
  }

  /** Takes in what other tabs have written since it was opened. What could not be written from here stays as it is. */
  async readAnew(): Promise<void> {
    for (;;) {
      await this.settled();
      const before = this.current;
      const records = await this.storage.readAll().catch(() => null);
      if (records === null || this.unwritten.size > 0) return;
      if (before !== this.current) continue;
      this.current = workIn(records).work;
      return this.tell();
    }
  }

  /** All work as the text of a file. */
  toFile(): string {
    return writeWorkFile(this.current);
  }

  /** Takes over the lessons of a file that was read; those it does not speak of stay. */
  takeIn(work: SavedWork): void {
    for (const [lesson, done] of Object.entries(work.lessons)) this.save(lesson, done);
    if (work.visited) this.visited();
  }

  /** When everything up to now is written, or could not be. */
  async settled(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private write(name: string, value: unknown): void {
    this.unwritten.set(name, value);
    this.writing ??= this.writeAll();
  }

  private async writeAll(): Promise<void> {
    try {
      while (this.unwritten.size > 0) await this.writeFirst();
      this.keep(this.storage.lasting ? 'saved' : 'memory only');
    } catch {
      this.keep('not written');
    } finally {
      this.writing = null;
    }
  }

  private async writeFirst(): Promise<void> {
    const [name, value] = this.unwritten.entries().next().value!;
    this.unwritten.delete(name);
    try {
      if (value === undefined) await this.storage.remove(name);
      else await this.storage.write(name, value);
    } catch (refused) {
      if (!this.unwritten.has(name)) this.unwritten.set(name, value);
      throw refused;
    }
  }

  private keep(state: KeepingState): void {
    if (state === this.keepingNow) return;
    this.keepingNow = state;
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** What the records hold, and those of lessons that cannot be read. */
function workIn(records: ReadonlyMap<string, unknown>): { work: SavedWork; unreadable: [string, unknown][] } {
  let work: SavedWork = { ...NO_WORK, visited: records.get(VISITED) === true };
  const unreadable: [string, unknown][] = [];
  for (const [name, value] of records) {
    const lesson = lessonOfKey(name);
    if (lesson === null) continue;
    const read = readLessonWork(value);
    if (read.ok) work = withLesson(work, lesson, read.value);
    else unreadable.push([name, value]);
  }
  return { work, unreadable };
}

function lessonOfKey(name: string): string | null {
  const start = lessonKey('');
  return name.startsWith(start) ? name.slice(start.length) : null;
}
