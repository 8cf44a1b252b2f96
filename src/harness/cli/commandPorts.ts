import type { Log } from '../../base/log.ts';
import type { Terminal } from './terminal.ts';

/** What every command works with. */
export interface CommandPorts {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: Log;
}
