import fc from '../support/fast-check';
import { readDocuments } from '../../src/kubernetes/read';
import { documentOf, kubectlReads } from './kubectl';
import { READ, REFUSED } from './kubectl-answers';

/** The content of a document as JSON; undefined for one that is refused. */
function read(content: string): unknown {
  try {
    const [object] = readDocuments(documentOf(content), 'a.yaml').objects;
    const { kind: _kind, apiVersion: _version, metadata: _metadata, ...rest } = object!.fields;
    return JSON.parse(JSON.stringify(rest));
  } catch {
    return undefined;
  }
}

describe('YAML is read as by kubectl', () => {
  it.each(READ)('%j', (content, json) => {
    // A key given twice is a finding, while kubectl reads the last one.
    expect(read(content)).toEqual(
      /^(x: 1\nx: 2|x: {a: 1, a: 2})$/.test(content) ? undefined : JSON.parse(json),
    );
  });

  it.each(REFUSED)('%j is refused', (content) => {
    expect(read(content)).toBeUndefined();
  });
});

// Each of 30 levels merges the one below nine times: expanding them would never end.
it('merge keys of merge keys cost no more than other aliases', () => {
  const maps = Array.from({ length: 30 }, (_, level) => {
    const below =
      level === 0 ? 'a: 1' : `<<: [${Array.from({ length: 9 }, () => `*m${level - 1}`).join(', ')}]`;
    return `m${level}: &m${level} {${below}}`;
  });
  expect(read(maps.join('\n'))).toBeUndefined();
});

const characters = fc.constantFrom(...'0123456789abcdefoxOXB_+-.:eEyYnN~tTfFsSlLuU'.split(''));
const scalar = fc.array(characters, { minLength: 1, maxLength: 6 }).map((parts) => `x: ${parts.join('')}`);

/** Line breaks with any indentation, where they mean nothing. */
const space = fc.constantFrom('\n', '\n ', '\n  ', '\n    ', ' ');
const quoted = fc
  .tuple(
    fc.constantFrom('"', "'"),
    fc.array(fc.oneof(fc.constantFrom('a', 'b c', '#d', '{'), space), { maxLength: 4 }),
  )
  .map(([quote, parts]) => quote + parts.join('') + quote);
const { value } = fc.letrec<{ value: string; list: string; map: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, quoted, fc.constantFrom('1', "it's"), tie('list'), tie('map')),
  list: fc
    .tuple(space, fc.array(fc.tuple(tie('value'), space), { maxLength: 3 }))
    .map(([first, items]) => `[${first}${items.map((item) => item.join(',')).join('')}]`),
  map: fc
    .tuple(space, fc.array(fc.tuple(tie('value'), space), { maxLength: 3 }))
    .map(([first, items]) => `{${first}${items.map((item, key) => `k${key}: ${item.join(',')}`).join('')}}`),
}));
const unindented = fc
  .tuple(
    fc.constantFrom('x: ', 'x:\n  v: ', 'x:\n- ', 'x:\n  - - '),
    value,
    fc.constantFrom('', '\nz: "q" # r'),
  )
  .map((parts) => parts.join(''));

describe('the real kubectl', () => {
  it('gives the recorded answers', () => {
    const contents = [...READ.map(([content]) => content), ...REFUSED];
    expect(kubectlReads(contents)).toEqual([
      ...READ.map(([, json]): unknown => JSON.parse(json)),
      ...REFUSED.map(() => undefined),
    ]);
  });

  it.each([
    ['scalars', scalar],
    ['quotes and brackets with too little indentation', unindented],
  ])('reads random %s as they are read here', (_what, documents) => {
    const contents = fc.sample(documents, { numRuns: 400, seed: 14 });
    const answers = kubectlReads(contents);
    expect(contents.map((content) => [content, read(content)])).toEqual(
      contents.map((content, index) => [content, answers[index]]),
    );
  });
});
