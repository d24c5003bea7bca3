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

/**
 * Characters that the writer leaves as they are: line breaks of YAML 1.1, and control characters, which kubectl,
 * Helm and Prometheus refuse.
 */
const UNWRITABLE = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/;
const ALL_UNWRITABLE = new RegExp(UNWRITABLE, 'g');

const MERGE = 'tag:yaml.org,2002:merge';

/** Writes documents in YAML 1.1, so that cdk8s, kubectl, Helm and Prometheus read the same values. */
export function toYaml(...values: readonly unknown[]): string {
  return values
    .map((value) => {
      const document = new Document(value, {
        version: '1.1',
        aliasDuplicateObjects: false,
        // A string is a string, also where a reader would take it for a merge key.
        customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || tag.tag !== MERGE),
      });
      visit(document, {
        Scalar: (_key, node) => {
          const text = typeof node.value === 'string' ? node.value : '';
          if (MISREAD.test(text) || UNWRITABLE.test(text)) node.type = 'QUOTE_DOUBLE';
        },
      });
      // They are in double quotes now.
      return document
        .toString({ lineWidth: 0 })
        .replace(ALL_UNWRITABLE, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
    })
    .join(DOCUMENT_START);
}
