import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finding, Problem } from '../../findings/finding';
import { InvalidInput } from '../../findings/invalid-input';
import { mapOf, type KubernetesObject } from '../../kubernetes/object';
import { readDocuments, readValidDocuments } from '../../kubernetes/read';
import type { GivenValues } from '../../operator/prometheus-settings';
import { listedValues, syntaxFinding, unnamedFinding, unreadable } from '../syntax-finding';
import { deployedValues } from './deployed-values';
import { ReadTexts } from './file-texts';
import { filesBelow, named, readText, STDIN, unique } from './find-files';
import { besideOthers, isOperated, mountedFiles, plainObject, unreadRules } from './plain-files';
import { isListOfValues, looksLikeValues, mayBeValues, valuesOf } from './helm-values';
import { quotedTemplates } from './unquoted-templates';
import { changesTo, kustomizationsAmong, type Changes, type Kustomization } from './kustomization';

export interface Files {
  readonly objects: readonly KubernetesObject[];
  /** Helm values of kube-prometheus-stack, if a file holds them. */
  readonly values?: GivenValues;
  readonly findings: readonly Finding[];
  /** What was skipped, as sentences. */
  readonly notes: readonly string[];
  /** Texts of the files, by their names in findings. */
  readonly texts: ReadTexts;
}

export interface ReadOptions {
  /** Reads rule files and configurations of Prometheus and Alertmanager too, which no operator writes. @default not */
  readonly plain?: {
    readonly hasValues: boolean;
    /** Beside objects of an operator, rule files are often what these were made from: only those that are named are read. */
    readonly besideOperator?: 'named';
    /** Reads every prometheus.yml. @default the one that loads the rule files */
    readonly each?: true;
  };
}

/** Names in a note. A chart has hundreds of templates. */
const SHOWN = 5;

/**
 * Reads files, folders with all that is below them, and standard input (`-`).
 * @throws InvalidInput for a path that cannot be read, or a folder without manifests
 */
export function readFiles(paths: readonly string[], { plain }: ReadOptions = {}): Files {
  const findings: Finding[] = [];
  const unread: Finding[] = [];
  /** What is named has to be readable; what is merely found below a folder becomes a finding. */
  const tolerant = <T>(path: string, otherwise: T, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidInput) || paths.includes(path)) throw error;
      unread.push(unreadable(error, named(path)));
      return otherwise;
    }
  };
  const files = paths.flatMap((path) => filesBelow(path, tolerant, plain !== undefined));
  const all = unique(files);
  const { kustomizations, patches } = kustomizationsAmong(all);
  const texts = new ReadTexts();
  const objects: KubernetesObject[] = [];
  const templates: string[] = [];
  const given: GivenValues[] = [];
  const plainFiles: KubernetesObject[] = [];
  const unnamed: KubernetesObject[] = [];
  /** Files that may be values of another chart, too. */
  const unclear: string[] = [];
  for (const path of all) {
    if (patches.has(resolve(path))) continue;
    const text = tolerant<string | undefined>(path, undefined, () => readText(path));
    if (text === undefined) continue;
    const file = named(path);
    texts.add(file, path, text);
    if (text.includes('{{') && isOfChart(path)) {
      templates.push(file);
      continue;
    }
    let documents = readValidDocuments(text, file);
    if (documents.invalid.length > 0 && text.includes('{{')) {
      const quoted = quotedTemplates(text, file);
      if (quoted === undefined) {
        templates.push(file);
        continue;
      }
      documents = quoted.documents;
      findings.push(...quoted.findings);
    }
    findings.push(
      ...(isData(path, text) ? [] : documents.invalid).map((error) => syntaxFinding(error, file, text)),
      ...documents.unnamed.flatMap((object) => unnamedFinding(object, file)),
      ...documents.lists.filter((list) => isListOfValues(list, file)).map(() => listedValues(file)),
    );
    const changes = path === STDIN ? { labels: {} } : changesTo(path, kustomizations);
    for (const object of documents.objects) objects.push(changed(object, changes));
    const values = documents.others.filter((value) => looksLikeValues(value, file));
    if (values.length === 0 && documents.others.some(mayBeValues)) unclear.push(file);
    given.push(...values.map((value) => valuesOf(value, text, file)));
    const others = documents.others.filter((value) => !values.includes(value));
    const found = others.flatMap((value) => plainObject(value, file) ?? []);
    plainFiles.push(...found);
    if (!paths.includes(path)) unnamed.push(...found);
  }
  const deployed = withoutPlaceholder(objects, kustomizations);
  const hasValues = given.length > 0 || plain?.hasValues === true;
  const isLeftOut = plain?.besideOperator === 'named' && isOperated(deployed, hasValues);
  const mounted = plain !== undefined && !isOperated(deployed, hasValues) ? mountedFiles(deployed) : [];
  const readPlain = isLeftOut
    ? plainFiles.filter((one) => !unnamed.includes(one))
    : [...plainFiles, ...mounted];
  const placed =
    plain === undefined
      ? deployed
      : [...deployed, ...besideOthers(readPlain, deployed, hasValues, plain.each)];
  if (placed.length === 0 && given.length === 0 && findings.length + unread.length === 0)
    throw nothingIn(paths, templates.length, nothingKnown(unclear));
  const [values, ...others] = [...given, ...deployedValues(placed)];
  return {
    objects: placed,
    ...(values === undefined ? {} : { values }),
    findings: [...unread, ...findings],
    texts,
    notes: [
      ...(templates.length === 0
        ? []
        : [`Skipped templates: ${shown(templates)}. Render them first, e.g. helm template ... | doctor -`]),
      ...unrendered(kustomizations),
      ...(plain === undefined || readPlain.length === 0
        ? []
        : [
            `Read as Prometheus and Alertmanager do without an operator: ${shown(readPlain.map(({ name }) => name))}. Targets of scrape configurations are unknown.`,
          ]),
      ...unreadRules(placed),
      ...(others.length === 0
        ? []
        : [
            `Several files contain Helm values: ${values!.name} was used, ${others.map(({ name }) => name).join(', ')} ignored.`,
          ]),
    ],
  };
}

const shown = (names: readonly string[]): string =>
  `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''}`;

/** Whether a file has objects of JSON by line, which no manifest has. */
const isData = (path: string, text: string): boolean =>
  path.endsWith('.json') && /^\{.*\}\n\{/.test(text) && !text.includes('"apiVersion"');

/** Whether a file is a template of a Helm chart, which may be valid YAML by chance. */
function isOfChart(path: string): boolean {
  const [chart] = /^(.*?)(?:^|[\\/])templates[\\/]/.exec(path)?.slice(1) ?? [];
  return chart !== undefined && existsSync(join(chart, 'Chart.yaml'));
}

function changed(
  object: KubernetesObject,
  { namespace = object.namespace, labels: added }: Changes,
): KubernetesObject {
  if (namespace === object.namespace && Object.keys(added).length === 0) return object;
  const labels = { ...object.labels, ...added };
  const metadata = { ...mapOf(object.fields['metadata']), namespace, labels };
  return { ...object, namespace, labels, fields: { ...object.fields, metadata } };
}

/** The namespace in manifests of kubebuilder, which its kustomization of the whole replaces. */
const PLACEHOLDER = 'system';

/** That kustomization leaves monitors out by default; they belong to the same namespace. */
function withoutPlaceholder(
  objects: readonly KubernetesObject[],
  kustomizations: readonly Kustomization[],
): readonly KubernetesObject[] {
  const namespaces = new Set(kustomizations.flatMap(({ namespace }) => namespace ?? []));
  const [namespace] = namespaces;
  if (namespace === undefined || namespaces.size > 1) return objects;
  return objects.map((object) =>
    object.namespace === PLACEHOLDER ? changed(object, { namespace, labels: {} }) : object,
  );
}

const unrendered = (kustomizations: readonly Kustomization[]): readonly string[] => {
  const changing = kustomizations.filter(({ changes }) => changes.length > 0);
  const [first] = changing;
  if (first === undefined) return [];
  const fields = [...new Set(changing.flatMap(({ changes }) => changes))].join(', ');
  return [
    `Kustomize changes these objects (${fields}), which was not applied here. Render first, e.g. kubectl kustomize ${named(first.folder)} | doctor -`,
  ];
};

/** How to go on where neither objects nor values were found. */
const nothingKnown = (unclear: readonly string[]): Pick<Problem, 'message' | 'fix'> => ({
  message: 'no Kubernetes objects or Helm values found',
  fix:
    unclear.length === 0
      ? 'name files with Kubernetes objects or rules, and Helm values of kube-prometheus-stack with --values'
      : `if ${unclear.join(', ')} is Helm values of kube-prometheus-stack, write --values before it`,
});

/** Empty input is an error: the first program of a pipe may have failed. */
const nothingIn = (
  paths: readonly string[],
  templates: number,
  known: ReturnType<typeof nothingKnown>,
): InvalidInput =>
  new InvalidInput({
    resource: paths.map((path) => (path === STDIN ? 'standard input' : path)).join(', '),
    path: '',
    message: templates === 0 ? known.message : 'only templates found, which must be rendered first',
    found: templates === 0 ? undefined : `${templates} templates`,
    fix:
      templates === 0
        ? known.fix
        : 'pipe the rendered templates, e.g. helm template ... | npx signalproof doctor -',
  });

/**
 * Reads one file as Helm values.
 * @throws InvalidInput for a file that cannot be read or holds no map
 */
export function readValues(file: string, text = readText(file)): GivenValues {
  const [value, ...more] = readDocuments(text, file).others;
  if (value === undefined || more.length > 0)
    throw new InvalidInput({
      resource: `file ${file}`,
      path: '',
      message: 'not a single YAML map of Helm values',
      found: text.slice(0, 40),
      fix: 'name the file that helm receives with --values',
    });
  return valuesOf(value, text, file);
}
