/**
 * One measurement in a process of its own: reads the manifests of many services, then proves them.
 *
 *   node --import tsx bench/doctor/scale.ts NUMBER-OF-SERVICES
 */
import { parseAllDocuments } from 'yaml';
import stack from '../../monitoring.config';
import { placeServices } from '../../src/catalog/placement';
import { renderManifests } from '../../src/outputs/kubernetes/manifests';
import { diagnose } from '../../src/doctor/diagnose';
import { kubernetesObject } from '../../src/kubernetes/object';
import { manyServices } from '../many-services';

/** What `scale.ts` prints. */
export interface DoctorMeasurement {
  /** Seconds to parse the YAML, and nothing else. */
  readonly parse: number;
  /** Seconds of all checks over what was parsed. */
  readonly proof: number;
  readonly findings: number;
  readonly megabytes: number;
  /** Of the heap after each of the two, MiB. */
  readonly parsedMiB: number;
  readonly provenMiB: number;
}

const count = Number(process.argv[2]);
const environment = { ...stack.environment('dev'), workloads: {} };
const services = manyServices(count);
const texts = renderManifests(placeServices(services, environment)).map(({ name, yaml }) => ({ name, yaml }));

const seconds = (run: () => void): number => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e9;
};
const heapMiB = (): number => process.memoryUsage().heapUsed / 2 ** 20;

const parsed: { readonly name: string; readonly value: unknown }[] = [];
const parse = seconds(() => {
  for (const { name, yaml } of texts)
    for (const document of parseAllDocuments(yaml)) parsed.push({ name, value: document.toJS() as unknown });
});
const parsedMiB = heapMiB();
let findings = 0;
const proof = seconds(() => {
  const objects = parsed.flatMap(({ name, value }) => {
    const object = kubernetesObject(value, { file: name, line: 1 });
    return object === undefined ? [] : [object];
  });
  findings = diagnose({ objects, services }).report.findings.length;
});

const megabytes = texts.reduce((sum, { yaml }) => sum + yaml.length, 0) / 1e6;
const measurement: DoctorMeasurement = { parse, proof, findings, megabytes, parsedMiB, provenMiB: heapMiB() };
console.log(JSON.stringify(measurement));
