import type { CommanderError } from 'commander';
import { EXIT } from '../findings/report';

/** For `exitOverride`: wrong usage ends with exit code 2, as 1 means findings. */
export const usageExit = ({ exitCode }: CommanderError): never =>
  process.exit(exitCode === 0 ? EXIT.clean : EXIT.couldNotRun);
