import { EFFECTS } from '../../src/diff/effect';
import { HARMFUL, HARMLESS } from './corpus';
import { differenceAfter } from './fixture';

it('has 30 changes of each sort at least', () => {
  expect([HARMLESS.length >= 30, HARMFUL.length >= 30]).toEqual([true, true]);
});

describe('a harmless change is not reported as silencing', () => {
  it.each(HARMLESS)('$name', ({ change }) => {
    const { effects } = differenceAfter(change);
    expect(
      effects.filter(({ kind }) => EFFECTS[kind].fails || kind === 'later' || kind === 'unjudged'),
    ).toEqual([]);
  });
});

describe('a harmful change is found', () => {
  it.each(HARMFUL)('$name: $alert is $kind', ({ change, alert, kind, proven }) => {
    const { effects } = differenceAfter(change);
    const found = effects.filter((effect) => effect.alert === alert && effect.kind === kind);
    expect(effects.map((effect) => `${effect.kind} ${effect.alert}`)).toContain(`${kind} ${alert}`);
    if (proven) expect(found.some(({ proof }) => proof !== undefined)).toBe(true);
  });
});
