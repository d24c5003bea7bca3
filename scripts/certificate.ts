import { placeServices } from '../src/catalog/placement';
import { defineStack, type Stack } from '../src/catalog/stack';
import { certify, type Certificate } from '../src/certify/certificate';
import { cellsOf, notesOf } from '../src/certify/formats/cells';
import { markdownTable } from '../src/certify/formats/markdown';
import { Memory } from '../src/certify/memory';
import { allPodsDead } from '../src/faults/list/all-pods-dead';
import { allRequestsFail } from '../src/faults/list/all-requests-fail';
import { allRequestsSlow } from '../src/faults/list/all-requests-slow';
import { crashLoopOfAll } from '../src/faults/list/crash-loop';
import { fivePercentFail } from '../src/faults/list/five-percent-fail';
import { labelRenamed } from '../src/faults/list/label-renamed';
import { metricsHang } from '../src/faults/list/metrics-hang';
import { serviceMonitorDeleted } from '../src/faults/list/service-monitor-deleted';
import { prometheusGone } from '../src/faults/list/prometheus-gone';
import { requestsStop } from '../src/faults/list/requests-stop';
import { environments } from '../test/fixtures/stack/environments';
import { orderApi } from '../test/fixtures/stack/order-api';
import type { Sections } from './sections';

/** Rows that README shows beside those without a receiver. */
const SHORT = [
  allRequestsFail,
  fivePercentFail,
  allRequestsSlow,
  requestsStop,
  allPodsDead,
  crashLoopOfAll,
  metricsHang,
  serviceMonitorDeleted,
  labelRenamed,
  prometheusGone,
];

/** Generated parts of docs/certificate.md: the service of the live outages, in both environments of its stack. */
export function certificateTables(): Sections {
  const stack = defineStack({ services: [orderApi], environments });
  return Object.fromEntries(
    stack.environmentNames.map((name) => {
      const certificate = certify(stack.placedService(orderApi.name, name), stack.environment(name));
      return [name, `${markdownTable(certificate)}\n\n${notesOf(certificate).join('\n')}`];
    }),
  );
}

/** The short certificate of a stack: every environment with receivers. */
export function shortCertificate(stack: Stack): string {
  const memory = new Memory();
  const certificates = stack.environmentNames
    .map(stack.environment)
    .flatMap((environment) =>
      environment.receivers.length === 0
        ? []
        : placeServices(stack.services, environment).map((service) =>
            certify(service, environment, undefined, { memory }),
          ),
    );
  if (certificates.length === 0) return 'No environment has receivers.';
  return certificates
    .map((each) => `${each.service} in ${each.environment}:\n\n${markdownTable(shortened(each))}`)
    .join('\n\n');
}

function shortened(certificate: Certificate): Pick<Certificate, 'rows'> {
  const nobody = new Set(
    cellsOf(certificate).flatMap((cells) => (cells.nobody === undefined ? [] : [cells.fault])),
  );
  return { rows: certificate.rows.filter(({ fault }) => SHORT.includes(fault) || nobody.has(fault.name)) };
}
