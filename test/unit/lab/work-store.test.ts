import { describe, expect, it } from 'vitest';
import { freshWork } from '../../../src/lab/saved-work';
import { memoryStorage, type WorkStorage } from '../../../src/lab/work-storage';
import { WorkStore } from '../../../src/lab/work-store';

const done = { ...freshWork('a'), step: 'predict', done: ['look'] };
const other = { ...freshWork('b'), step: 'look' };

const lasting = (storage: WorkStorage): WorkStorage => ({ ...storage, lasting: true });

describe('WorkStore', () => {
  it('has everything again when it is opened anew', async () => {
    const storage = lasting(memoryStorage());
    const store = await WorkStore.open(storage);
    store.save('one', other);
    store.save('one', done);
    store.save('two', other);
    store.visited();
    await store.settled();
    const again = await WorkStore.open(storage);
    expect(again.work).toEqual({ visited: true, lessons: { one: done, two: other } });
    expect(again.keeping).toBe('saved');
  });

  it('forgets a lesson that is reset, and no other', async () => {
    const storage = lasting(memoryStorage());
    const store = await WorkStore.open(storage);
    store.save('one', done);
    store.save('two', other);
    store.reset('one');
    await store.settled();
    expect(store.lesson('one')).toBeNull();
    expect((await WorkStore.open(storage)).work.lessons).toEqual({ two: other });
  });

  it('says that work in memory goes with the page', async () => {
    expect((await WorkStore.open(memoryStorage())).keeping).toBe('memory only');
  });

  it('says when a change could not be written, and writes it with the next', async () => {
    const memory = lasting(memoryStorage());
    let full = true;
    const storage: WorkStorage = {
      ...memory,
      write: (name, value) => (full ? Promise.reject(new Error('quota')) : memory.write(name, value)),
    };
    const store = await WorkStore.open(storage);
    store.save('one', done);
    await store.settled();
    expect(store.keeping).toBe('not written');
    full = false;
    store.save('two', other);
    await store.settled();
    expect(store.keeping).toBe('saved');
    expect((await WorkStore.open(memory)).work.lessons).toEqual({ one: done, two: other });
  });

  it('works on in memory when nothing can be read', async () => {
    const storage: WorkStorage = { ...memoryStorage(), readAll: () => Promise.reject(new Error('blocked')) };
    const store = await WorkStore.open(storage);
    expect(store.keeping).toBe('not written');
    store.save('one', done);
    expect(store.lesson('one')).toBe(done);
  });

  it('sets a record aside that it cannot read', async () => {
    const storage = lasting(memoryStorage());
    await storage.write('lesson: one', { from: 'another time' });
    const store = await WorkStore.open(storage);
    store.save('one', done);
    await store.settled();
    expect((await storage.readAll()).get('set aside: lesson: one')).toEqual({ from: 'another time' });
    expect((await WorkStore.open(storage)).lesson('one')).toEqual(done);
  });

  it('takes over the lessons of a file and leaves the others', async () => {
    const store = await WorkStore.open(memoryStorage());
    store.save('one', other);
    store.save('two', other);
    store.takeIn({ visited: true, lessons: { one: done } });
    expect(store.work).toEqual({ visited: true, lessons: { one: done, two: other } });
    expect(store.toFile()).toContain('"two"');
  });

  it('takes in what another tab has written since, and keeps what could not be written from here', async () => {
    const memory = lasting(memoryStorage());
    let full = false;
    const mine = await WorkStore.open({
      ...memory,
      write: (name, value) => (full ? Promise.reject(new Error('quota')) : memory.write(name, value)),
    });
    const theirs = await WorkStore.open(memory);
    mine.save('one', other);
    theirs.save('two', other);
    await theirs.settled();
    await mine.readAnew();
    expect(mine.work.lessons).toEqual({ one: other, two: other });

    full = true;
    mine.save('one', done);
    await mine.readAnew();
    expect(mine.lesson('one')).toEqual(done);
  });

  it('tells whoever listens of every change', async () => {
    const store = await WorkStore.open(memoryStorage());
    let heard = 0;
    const stop = store.subscribe(() => (heard += 1));
    store.save('one', done);
    store.save('one', done);
    expect(heard).toBe(1);
    stop();
    store.save('one', other);
    expect(heard).toBe(1);
  });
});
