import { listOf, mapOf, nameOf, textOf, type KubernetesObject } from '../../../kubernetes/object';
import type { Manifests } from '../../../kubernetes/manifests';
import { scrapeConfigProblems } from '../../../operator/additional-scrape-configs';
import { parseScrapeConfigs } from '../../../operator/parse-scrape-configs';
import { fileProblems } from '../../../operator/prometheus-file';
import { readReference, referenceOf } from '../shared/additional-jobs';
import { aboutValues } from '../shared/given-values';
import { statesNamespace } from '../shared/namespaces';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { nearest } from '../../expressions/nearest';
import { defineCheck, type Found, type Subject } from '../../check';

// Certain: Prometheus rejects its whole configuration for each of these. A Secret that was not read may exist.
export const check = defineCheck({
  id: 'additional-scrape-configs',
  severity: 'error',
  question:
    'Can Prometheus read its prometheus.yml, and the scrape configurations in additionalScrapeConfigs?',
  symptom:
    'Prometheus keeps its old configuration, new monitors have no job, and its log has "error loading config".',
  why: 'The operator appends the text to `scrape_configs` of prometheus.yml. Its fields are in snake_case there, an unknown field is an error, and a target is a host and a port.',
  remedy: 'Write a list that starts with `- job_name`, with the fields of prometheus.yml.',
  see: 'https://prometheus-operator.dev/docs/operator/additional-scrape-config/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const given = aboutValues(prometheus);
    return [
      ...manifests.operator('Prometheus', 'PrometheusAgent').map((object) => ofResource(object, manifests)),
      given === undefined
        ? undefined
        : ofValues(given.about, given.prometheusSpec['additionalScrapeConfigs']),
    ];
  },
});

function ofResource(object: KubernetesObject, manifests: Manifests): Found {
  if (object.plain === true)
    return [
      problemsOf({ object }, 'scrape_configs', listOf(object.fields['scrapeConfigs'])),
      fileProblems(mapOf(object.fields['file'])).map((problem) => ({ object, ...problem })),
    ];
  const { name, key } = referenceOf(object);
  const read = readReference(object, manifests);
  if (read === undefined) return inOtherNamespace(object, name ?? '', manifests);
  const { secret, keys, text, path } = read;
  if (key === undefined || keys.length === 0) return undefined;
  if (text === undefined)
    return {
      object,
      path: 'spec.additionalScrapeConfigs.key',
      message: `${nameOf(secret)} does not have the referenced key`,
      found: key,
      expected: `one of ${keys.join(', ')}`,
      fix: `key: ${keys.length === 1 ? keys[0] : (nearest(key, keys) ?? `one of ${keys.join(', ')}`)}`,
    };
  return problemsOf({ object: secret }, path, text);
}

/** The Secret may exist where it should, although it was read elsewhere. */
function inOtherNamespace(object: KubernetesObject, name: string, manifests: Manifests): Found {
  const elsewhere = manifests.kind('Secret').find((one) => one.name === name && statesNamespace(one));
  if (elsewhere === undefined || !statesNamespace(object)) return undefined;
  return {
    object,
    severity: 'warning',
    path: 'spec.additionalScrapeConfigs.name',
    message: `${nameOf(elsewhere)} is in another namespace, but the operator reads the Secret from ${object.namespace}`,
    found: name,
    expected: `a Secret in namespace ${object.namespace}`,
    fix: `in ${nameOf(elsewhere)}: metadata: { namespace: ${object.namespace} }`,
  };
}

/** A list, or a text with templates that Helm expands first. */
function ofValues(about: Subject, value: unknown): Found {
  const path = 'prometheus.prometheusSpec.additionalScrapeConfigs';
  if (Array.isArray(value)) return problemsOf(about, path, listOf(value));
  const text = textOf(value) ?? '';
  return text === '' || isPlaceholder(text) ? undefined : problemsOf(about, path, text);
}

function problemsOf(about: Subject, path: string, given: string | readonly unknown[]): Found {
  if (typeof given === 'string' && isPlaceholder(given)) return undefined;
  const read = typeof given === 'string' ? parseScrapeConfigs(given) : { list: given };
  const problems = 'list' in read ? scrapeConfigProblems(read.list) : [read];
  return problems.map((problem) => ({ ...about, ...problem, path: `${path}${problem.path}` }));
}
