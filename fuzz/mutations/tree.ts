import { junk } from './junk';
import type { Random } from './random';

type Container = Record<string, unknown> | unknown[];

/** A value within another. */
interface Slot {
  readonly within: Container;
  readonly key: string;
}

type Change = (slot: Slot, random: Random, slots: readonly Slot[]) => void;

const CHANGES: readonly Change[] = [
  ({ within, key }) => (Array.isArray(within) ? within.splice(Number(key), 1) : delete within[key]),
  (slot, random) => set(slot, junk(random)),
  (slot, random) => set(slot, junk(random)),
  (slot, random, slots) => set(slot, structuredClone(get(random.pick(slots)))),
  (slot) => set(slot, [get(slot)]),
  (slot) => set(slot, { a: get(slot) }),
  (slot, random) => {
    const value = get(slot);
    if (typeof value === 'object' && value !== null) set(slot, random.pick(Object.values(value)));
    else set(slot, typeof value === 'string' ? Number(value) : String(value));
  },
  ({ within, key }, random, slots) => {
    if (Array.isArray(within)) within.push(structuredClone(within[Number(key)]));
    else
      set({ within, key: random.chance(0.5) ? random.pick(slots).key : String(junk(random)) }, within[key]);
  },
  ({ within, key }, random, slots) => {
    if (Array.isArray(within)) return void within.splice(0, within.length, ...within.toReversed());
    const value = within[key];
    delete within[key];
    set({ within, key: random.chance(0.5) ? random.pick(slots).key : `${key}s` }, value);
  },
  (slot, random) => {
    const value = get(slot);
    if (typeof value !== 'string') return;
    const at = random.below(value.length + 1);
    set(slot, value.slice(0, at) + String(junk(random)) + value.slice(at + random.below(3)));
  },
];

/** One to three changes of any value within documents. */
export function mutatedTree<T>(documents: T, random: Random): T {
  const changed = structuredClone(documents);
  for (let changes = 1 + random.below(3); changes > 0; changes -= 1) {
    const slots = slotsIn(changed);
    if (slots.length > 0) random.pick(CHANGES)(random.pick(slots), random, slots);
  }
  return changed;
}

function slotsIn(value: unknown): readonly Slot[] {
  if (typeof value !== 'object' || value === null) return [];
  const within = value as Container;
  return Object.keys(within).flatMap((key) => {
    const slot = { within, key };
    return [slot, ...slotsIn(get(slot))];
  });
}

const get = ({ within, key }: Slot): unknown => (within as Record<string, unknown>)[key];

/** As own property, whatever its name. */
const set = ({ within, key }: Slot, value: unknown): void =>
  void Object.defineProperty(within, key, { value, configurable: true, enumerable: true, writable: true });
