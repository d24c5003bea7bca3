interface ScrapeError {
  /** Matches the error of Prometheus, which has no codes. */
  readonly pattern: RegExp;
  /** The `expected` of the finding. */
  readonly expected: string;
  readonly fix: string;
}

/**
 * Causes of failed scrapes by the error that Prometheus shows. The first matching row applies.
 * @see https://github.com/prometheus/prometheus/blob/v3.5.0/scrape/scrape.go
 */
const SCRAPE_ERRORS: readonly ScrapeError[] = [
  {
    pattern: /connection refused/,
    expected: 'a process that listens on this port of the pod, on all addresses and not only on 127.0.0.1',
    fix: 'kubectl exec into the pod and request the port; then correct the targetPort of the Service or the bind address of the program',
  },
  {
    pattern: /context deadline exceeded|i\/o timeout|Client\.Timeout/,
    expected: 'an answer within the scrape timeout',
    fix: "kubectl get networkpolicy in the pod's namespace: a policy must admit Prometheus to the port of the pod; if one does, the page takes longer than scrapeTimeout",
  },
  {
    pattern: /HTTP status 404/,
    expected: 'the path of the metrics page',
    fix: 'set path of the endpoint to where the program serves its metrics',
  },
  {
    pattern: /HTTP status 40[13]/,
    expected: 'credentials that the target accepts',
    fix: 'set authorization or basicAuth of the endpoint, from a Secret in the namespace of the monitor',
  },
  {
    pattern: /HTTP status 5\d\d/,
    expected: 'HTTP status 200',
    fix: "read the program's log: it fails while it writes the page",
  },
  {
    pattern: /server gave HTTP response to HTTPS client/,
    expected: 'scheme: http',
    fix: 'scheme: http',
  },
  {
    pattern: /HTTP status 400|malformed HTTP response|transport connection broken/,
    expected: 'the scheme that the target serves',
    fix: 'scheme: https, if the program serves TLS',
  },
  {
    pattern: /x509|tls: /,
    expected: 'a certificate that Prometheus can verify',
    fix: 'set tlsConfig.ca and tlsConfig.serverName of the endpoint',
  },
  {
    pattern: /sample limit|label_limit|label limit|label_name_length|label_value_length|body size limit/,
    expected: 'a page within the limits of the monitor; above a limit the whole scrape fails',
    fix: 'find the label that grew (npx signalproof review URL), or raise the limit',
  },
  {
    pattern: /Content-Type/i,
    expected: 'Content-Type: text/plain; version=0.0.4, which Prometheus 3 requires',
    fix: 'set the header in the program, or fallbackScrapeProtocol: PrometheusText0.0.4 in the monitor',
  },
  {
    pattern: /no such host|server misbehaving/,
    expected: 'a name that resolves',
    fix: 'correct the address of the target',
  },
  {
    pattern: /no route to host|network is unreachable/,
    expected: 'a pod that can be reached from Prometheus',
    fix: 'kubectl get pods --output wide, and check whether the address still belongs to a running pod',
  },
  {
    pattern:
      /expected (?:a valid|label|metric|value|timestamp|equal|next)|unexpected end of input|invalid metric type|duplicate|EOF|strconv|parse/,
    expected: 'a page in the text format of Prometheus',
    fix: 'pipe the page into promtool check metrics',
  },
];

const UNKNOWN: Omit<ScrapeError, 'pattern'> = {
  expected: 'health up',
  fix: 'request the page from inside the cluster: kubectl run curl --rm -it --restart=Never --image=curlimages/curl:8.11.1 -- curl -sv URL',
};

/** The expectation and fix for a failed scrape. */
export const meaningOf = (lastError: string): Omit<ScrapeError, 'pattern'> =>
  SCRAPE_ERRORS.find(({ pattern }) => pattern.test(lastError)) ?? UNKNOWN;
