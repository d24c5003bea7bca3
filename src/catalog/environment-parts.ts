import * as z from 'zod';
import {
  baseUrl,
  byteQuantity,
  countFrom1,
  dnsLabel,
  httpUrl,
  image,
  labelValue,
  objectName,
  secretKey,
  secretRef,
} from './fields';

export const remoteWriteSchema = z.strictObject({
  name: labelValue.describe('Name in metrics and logs of Prometheus.'),
  url: httpUrl.describe('Address of the remote write endpoint.'),
  basicAuth: z
    .strictObject({
      username: secretRef.describe('User name.'),
      password: secretRef.describe('Password.'),
    })
    .optional()
    .describe('Credentials. Absent: requests are not authenticated.'),
});

export const ruleSettings = z
  .strictObject({
    limit: countFrom1
      .optional()
      .describe(
        'Series of one recording rule, or alerts of one alert, above which Prometheus drops all of them and counts a failed evaluation. Absent: any number.',
      ),
  })
  .default({})
  .describe('Evaluation of the rules of services.');

export const storageSchema = z
  .union([
    z.literal('ephemeral'),
    z.strictObject({
      size: byteQuantity.describe('Size of the volume of each Prometheus.'),
      storageClass: objectName.optional().describe("Storage class. Absent: the cluster's default class."),
    }),
  ])
  .describe('Volume for samples. `ephemeral` loses all samples when the pod moves.');

/** Upload of samples to object storage. */
export const thanosSchema = z
  .strictObject({
    objectStorage: secretRef.describe('Secret with the object storage configuration.'),
  })
  .optional()
  .describe('Thanos sidecar that uploads blocks. Absent: no sidecar.');

export const grafanaSchema = z
  .strictObject({
    adminSecret: objectName.describe(
      "Secret in the monitoring namespace with the administrator's name and password.",
    ),
    userKey: secretKey.default('admin-user').describe('Key of the name in the Secret.'),
    passwordKey: secretKey.default('admin-password').describe('Key of the password in the Secret.'),
    url: baseUrl
      .optional()
      .describe('Address of Grafana, for links in alerts. Absent: alerts have no link to a dashboard.'),
  })
  .describe('Grafana.');

/** What differs for the workloads of single services. */
export const workloadOverrides = z
  .record(
    dnsLabel,
    z.strictObject({
      image: image.optional().describe("Replaces the workload's `image`."),
      replicas: countFrom1.optional().describe("Replaces the workload's `replicas`."),
      memory: byteQuantity.optional().describe("Replaces the workload's `memory`."),
    }),
  )
  .default({})
  .describe('Overrides for single services, by service name.');
