import { asLoaded, examples } from './examples';
import { readBack } from './read-back';

const different = (a: unknown): unknown => JSON.parse(JSON.stringify(a));

describe.each(examples.map(({ which, dashboard }) => [which, asLoaded(dashboard)] as const))(
  'the JSON of %s',
  (_which, loaded) => {
    it("goes through the SDK's own types without loss", () => {
      expect(different(readBack(loaded))).toEqual(loaded);
    });
  },
);

it('would not, with a field that the SDK does not know', () => {
  const loaded = asLoaded(examples[0]!.dashboard);
  const [, panel] = loaded.panels!;
  Object.assign(panel!, { colour: 'red' });
  expect(() => readBack(loaded)).toThrow('PanelBuilder has no method for colour');
});
