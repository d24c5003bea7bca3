import { ENGINE } from './engines';

// Whatever a test starts by name, and whatever the product starts in a test, is of the engine of its project.
process.env['PATH'] = `${ENGINE.bin}:${process.env['PATH'] ?? ''}`;

// Programs in Go collect garbage less often: a tenth of the time of promtool, for memory that tests have.
process.env['GOGC'] ??= '400';
