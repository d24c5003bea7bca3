import type { Service } from '../catalog/service';
import { InvalidInput } from '../findings/invalid-input';
import type { Evidence } from './diagnose';
import { settledFacts } from './facts';
import { namesRead } from './expressions/metric-names';
import { readFiles, readValues } from './sources/files';
import { ReadTexts } from './sources/file-texts';
import { readText } from './sources/find-files';
import { valuesObjects } from './sources/values-objects';
import { readCluster } from './sources/kubectl';
import { askPrometheus, requireAddress } from './sources/prometheus';
import { prometheusAccess } from './sources/prometheus-access';

/** The chart without values. */
const CHART_DEFAULTS = { values: {}, name: "the chart's defaults" };

export interface Sources {
  /** Files, folders and `-`. */
  readonly paths: readonly string[];
  /** A file of Helm values. @default one among the paths */
  readonly values?: string;
  readonly release?: string;
  /** Reads the objects of a cluster. */
  readonly cluster?: true;
  /** Context of the kubeconfig. @default the current one */
  readonly context?: string;
  readonly prometheus?: string;
  /** File with credentials and TLS for it. @default variables, or the credentials in the address */
  readonly prometheusConfig?: string;
  /**
   * Reads files of a Prometheus and an Alertmanager without an operator, too; `alone`: beside objects of an operator only
   * those that are named, and every prometheus.yml. @default not
   */
  readonly plain?: true | 'alone';
}

/**
 * Reads all sources. An unreachable cluster or Prometheus is a note, unless it is the only source.
 * @throws InvalidInput if no source can be read
 */
export async function gather(
  { paths, values, release, cluster, context, prometheus, prometheusConfig, plain }: Sources,
  services: readonly Service[],
): Promise<Evidence> {
  if (cluster !== undefined && paths.length > 0)
    throw new InvalidInput({
      resource: 'doctor',
      path: 'files',
      message: '--cluster cannot be combined with files, which may describe another cluster',
      found: paths.join(' '),
      fix: 'remove --cluster, or the files',
    });
  if (prometheus !== undefined) requireAddress(prometheus);
  const access =
    prometheus === undefined ? undefined : prometheusAccess(prometheus, prometheusConfig, process.env);
  const files =
    paths.length === 0
      ? undefined
      : readFiles(
          paths,
          plain === undefined
            ? {}
            : {
                plain: {
                  hasValues: values !== undefined,
                  ...(plain === 'alone' ? { besideOperator: 'named', each: true } : {}),
                },
              },
        );
  const unreached: InvalidInput[] = [];
  const attempt = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      unreached.push(error);
      return undefined;
    }
  };
  const dump = cluster === undefined ? undefined : await attempt(() => readCluster(context));
  const nothingElse = cluster === undefined && prometheus === undefined;
  const read = files?.objects ?? dump?.objects ?? (values !== undefined && nothingElse ? [] : undefined);
  const valuesText = values === undefined ? undefined : readText(values);
  const given = values === undefined ? files?.values : readValues(values, valuesText);
  const named = given && (release === undefined ? given : { ...given, release });
  // The objects of a running cluster are those that the chart wrote.
  const objects =
    read === undefined || named === undefined || cluster !== undefined
      ? read
      : [
          ...read,
          ...valuesObjects(named, read, values !== undefined || files?.texts.has(named.name) === true),
        ];
  const known = {
    ...(objects === undefined ? {} : { objects }),
    ...(given === undefined && release === undefined
      ? {}
      : { values: { ...(given ?? CHART_DEFAULTS), ...(release === undefined ? {} : { release }) } }),
  };
  const rules = prometheus === undefined ? undefined : settledFacts(known).value?.rules;
  const live =
    prometheus === undefined
      ? undefined
      : await attempt(() => askPrometheus(prometheus, [...namesRead(rules ?? [])], access));
  if (objects === undefined && live === undefined) throw unreached[0];
  const texts = files?.texts ?? new ReadTexts();
  if (values !== undefined && valuesText !== undefined) texts.add(values, values, valuesText);
  return {
    services,
    ...known,
    ...(live === undefined ? {} : { live }),
    ...(dump === undefined ? {} : { cluster: dump.cluster }),
    texts,
    findings: files?.findings ?? [],
    notes: [...(files?.notes ?? []), ...unreached.map(({ message }) => `Not reached: ${message}`)],
  };
}
