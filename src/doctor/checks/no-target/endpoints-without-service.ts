import { orphanedEndpoints, type Orphan } from '../../../kubernetes/endpoints';
import { nameOf } from '../../../kubernetes/object';
import { defineCheck } from '../../check';

// Certain where the endpoints that a scraped Service lacks were read beside it: in its namespace, with its labels, its
// ports or its name. Other endpoints without a Service are not judged, as programs other than Prometheus read them.
export const check = defineCheck({
  id: 'endpoints-without-service',
  severity: 'error',
  question: 'Do manually created endpoints belong to the Service that is scraped?',
  symptom: 'The job has 0 targets, although Service and addresses exist.',
  why: 'An EndpointSlice belongs to the Service in its label `kubernetes.io/service-name`, and an Endpoints object to the Service of its name. Prometheus ignores endpoints without a Service, whatever their labels.',
  remedy:
    'Label the EndpointSlice with `kubernetes.io/service-name`, or give the Endpoints the name of the Service. The Service has no selector and is not of type ExternalName.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership',
  needs: ['manifests', 'paths'],
  find: ({ manifests, paths }) =>
    orphanedEndpoints(
      manifests,
      paths.flatMap(({ links }) => links.flatMap(({ service }) => service ?? [])),
    ).map(({ object, service, ...orphan }) => ({
      object,
      path: orphan.kind === 'EndpointSlice' ? 'metadata.labels' : 'metadata.name',
      message: messageOf({ object, service, ...orphan }),
      found: orphan.kind === 'EndpointSlice' ? object.labels : object.name,
      expected:
        orphan.kind === 'EndpointSlice' ? `kubernetes.io/service-name: ${service.name}` : service.name,
      fix: [
        orphan.kind === 'EndpointSlice'
          ? `metadata: { labels: { kubernetes.io/service-name: ${service.name} } }`
          : `metadata: { name: ${service.name} }`,
        ...(service.externalName ? [`in ${nameOf(service)}: remove type and externalName`] : []),
      ].join('\n'),
    })),
});

const messageOf = ({ kind, object, service }: Orphan): string =>
  kind === 'EndpointSlice'
    ? `${nameOf(object)} has no label kubernetes.io/service-name for ${nameOf(service)}, so it belongs to no Service`
    : `${nameOf(object)} has another name than ${nameOf(service)}, so it belongs to no Service`;
