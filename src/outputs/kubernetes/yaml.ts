import { Document, visit } from 'yaml';

/**
 * `cdk8s synth --stdout` concatenates files: without a separator, the last object of a file and the first of the next
 * would be read as one object.
 */
export const DOCUMENT_START = '---\n';

/**
 * Strings that YAML 1.1 allows without quotes, and that the reader of kubectl and Helm takes for numbers, as Go's
 * literals (`0o7`, `0B1`), or for a merge key.
 * @see https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/resolve.go
 */
const MISREAD = /^([-+]?0[box][0-9a-f_]*|<<|=|[-+]?(nan|inf(inity)?))$/i;

/** Line breaks of YAML 1.1 that YAML 1.2, and the writer, take for characters like any other, and their escapes. */
const BREAKS: Readonly<Record<string, string>> = {
  '\u0085': String.raw`\N`,
  '\u2028': String.raw`\L`,
  '\u2029': String.raw`\P`,
};
const BREAK = /[\u0085\u2028\u2029]/;
const BREAKS_IN_TEXT = new RegExp(BREAK, 'g');

const MERGE = 'tag:yaml.org,2002:merge';

/** Writes documents in YAML 1.1, so that cdk8s, kubectl and Helm read the same values. */
export function toYaml(...values: readonly object[]): string {
  return values
    .map((value) => {
      const document = new Document(value, {
        version: '1.1',
        keepUndefined: true,
        // A string is a string, also where a reader would take it for a merge key.
        customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.tag !== MERGE),
      });
      visit(document, {
        Scalar: (_key, node) => {
          const text = typeof node.value === 'string' ? node.value : '';
          if (MISREAD.test(text) || BREAK.test(text)) node.type = 'QUOTE_DOUBLE';
        },
      });
      // They are in double quotes now.
      return document.toString({ lineWidth: 0 }).replace(BREAKS_IN_TEXT, (found) => BREAKS[found]!);
    })
    .join(DOCUMENT_START);
}
