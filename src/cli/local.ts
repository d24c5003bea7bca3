import { Option, type Command } from 'commander';
import { InvalidInput } from '../findings/invalid-input';
import { EXIT } from '../findings/report';
import { pathArgument } from './caller';
import { configOption, loadStackIfAny } from './load-stack';
import { OUTPUT_FOLDER } from './manifest-paths';
import { stopSignal } from './stop-signal';
import type { NamedTarget } from '../local/options';
import { TRAFFIC_NAMES, type TrafficName } from '../local/traffic';
import { usageExit } from './usage-exit';

interface Options {
  readonly config?: string;
  readonly traffic: TrafficName;
  readonly speed: string;
  readonly once?: true;
  readonly for: string;
  readonly target?: readonly string[];
  readonly command?: readonly string[];
  readonly secret?: readonly string[];
  readonly notify?: string;
}

export function addLocal(program: Command): void {
  program
    .command('local')
    .description(
      'run the manifests on this machine: the service, Prometheus and Alertmanager, without a cluster',
    )
    .argument('[folder]', `folder of manifests and Helm values (default: ${OUTPUT_FOLDER})`, pathArgument)
    .addOption(
      new Option('--traffic <kind>', 'traffic profile: requests that clients send')
        .choices(TRAFFIC_NAMES)
        .default('steady'),
    )
    .option('--speed <times>', 'speed-up factor', '60')
    .option('--once', 'watch for a while; exit 0 only if the result matches the traffic profile')
    .option('--for <seconds>', 'how long --once watches', '20')
    .option(
      '--target <url...>',
      'your own running service instead of a pod: URL, or NAME=URL with the name of a workload or an external service',
    )
    .addOption(configOption())
    .option('--command <pair...>', 'how to run a workload: WORKLOAD=COMMAND')
    .option('--secret <pair...>', 'the value of a key of a Secret: NAME/KEY=VALUE')
    .option('--notify <url>', 'post notifications to this address of the machine')
    .exitOverride(usageExit)
    .action(local);
}

async function local(folder: string | undefined, options: Options): Promise<void> {
  const { localCommand } = await import('../local/command');
  const { requireLoopback } = await import('../local/notifications');
  const { parsePair, parseSeconds, parseSpeed, parseTarget } = await import('../local/options');
  const { terminal } = await import('../local/terminal');
  const { placeServices } = await import('../catalog/placement');
  try {
    const targets: readonly NamedTarget[] = (options.target ?? []).map(parseTarget);
    const pairs = (name: '--command' | '--secret', texts: readonly string[] = []) =>
      texts.reduce((before, text) => parsePair(name)(text, before), {});
    const stack = await loadStackIfAny(options.config);
    const stop = stopSignal();
    process.exitCode = await localCommand(
      {
        folder: folder ?? OUTPUT_FOLDER,
        traffic: options.traffic,
        speed: parseSpeed(options.speed),
        targets,
        commands: pairs('--command', options.command),
        programs: stack?.local ?? {},
        services:
          stack === undefined || targets.length === 0
            ? []
            : placeServices(stack.services, stack.environment(stack.defaultEnvironment)),
        secrets: pairs('--secret', options.secret),
        ...(options.notify === undefined ? {} : { notify: requireLoopback(options.notify) }),
        ...(options.once === undefined ? {} : { once: { seconds: parseSeconds(options.for) } }),
      },
      { ...terminal(process.stdout), signal: stop.signal },
    );
    stop.forget();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    console.error(error.message);
    process.exitCode = EXIT.couldNotRun;
  }
}
