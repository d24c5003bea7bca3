import type { Stack } from '../src/catalog/stack';
import { diagnose } from '../src/doctor/diagnose';
import { chainOf } from '../src/doctor/graph/chain';
import { asMermaid } from '../src/doctor/graph/formats';
import { valuesOf } from '../src/doctor/sources/helm-values';
import { VALUES_PATH } from '../src/outputs/kube-prometheus-stack/values-file';
import { readDocuments } from '../src/kubernetes/read';
import { renderStack } from '../src/synth/synthesize';
import { fenced } from './sections';

/** The chain from Prometheus to the pods, as `npm run doctor -- dist --mermaid` draws it. */
export function chainPicture(stack: Stack): string {
  const { files } = renderStack(stack.services, stack.environment(stack.defaultEnvironment));
  const documents = files.map(({ path, content }) => ({ path, content, ...readDocuments(content, path) }));
  const { content, others } = documents.find(({ path }) => path === VALUES_PATH)!;
  const { facts } = diagnose({
    objects: documents.flatMap(({ objects }) => objects),
    values: valuesOf(others[0]!, content, `dist/${VALUES_PATH}`),
  });
  return fenced('mermaid', asMermaid(chainOf(facts)!));
}
