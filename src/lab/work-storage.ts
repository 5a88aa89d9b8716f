import { openDB } from 'idb';

/** Where plain values are kept under names, across visits. */
export interface WorkStorage {
  /** What is kept goes when the page does. */
  readonly lasting: boolean;
  readAll(): Promise<ReadonlyMap<string, unknown>>;
  write(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
}

const DATABASE = 'breakwater';
const WORK = 'work';

/** The browser's own storage, or memory where it is refused (private windows, embedded pages, full disks). */
export async function openWorkStorage(): Promise<WorkStorage> {
  try {
    const database = await openDB(DATABASE, 1, {
      upgrade: (created) => {
        created.createObjectStore(WORK);
      },
    });
    return {
      lasting: true,
      async readAll() {
        const names = await database.getAllKeys(WORK);
        const values = await database.getAll(WORK);
        return new Map(names.map((name, index) => [String(name), values[index] as unknown]));
      },
      async write(name, value) {
        await database.put(WORK, value, name);
      },
      async remove(name) {
        await database.delete(WORK, name);
      },
    };
  } catch {
    return memoryStorage();
  }
}

export function memoryStorage(): WorkStorage {
  const kept = new Map<string, unknown>();
  return {
    lasting: false,
    readAll: async () => new Map(kept),
    write: async (name, value) => void kept.set(name, value),
    remove: async (name) => void kept.delete(name),
  };
}
