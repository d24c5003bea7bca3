import { ENGINE } from './engines';

// Whatever a test starts by name, and whatever the product starts in a test, is of the engine of its project.
process.env['PATH'] = `${ENGINE.bin}:${process.env['PATH'] ?? ''}`;
