/** The service that every outage hits, each in a namespace of its own. */
export const SERVICE = 'order-api';

export const podName = (number: number | string): string => `${SERVICE}-7d4b9-${number}`;

export const addressOf = (number: number | string): string => `10.0.0.${number}:8000`;

/** The namespace of the outage with this number. */
export const namespaceOf = (number: number): string => `outage-${number}`;
