/** A process that cannot be mistaken for a later one with the same id. */
export interface ProcessId {
  pid: number;
  /** Clock ticks from the boot of the machine to the start of the process. */
  startTicks: number;
}

/** What shows that a process belongs to another one when neither its parent nor its group tells it any more. */
export interface Kinship {
  /** It works inside this directory and has no terminal: a person's shell there has one. */
  directory?: string;
  /** NAME=value, which it has inherited in its environment. */
  variable?: string;
}

/** The processes of this machine. */
export interface ProcessTable {
  /** The identity of a process that runs now. */
  identify(pid: number): ProcessId | undefined;
  /** Whether exactly this process still runs; a zombie does not. */
  isAlive(id: ProcessId): boolean;
  /**
   * A process and everything that came of it, also what left its group and its parent. Never the caller itself.
   * Ask before killing: orphans lose their parent.
   */
  familyOf(root: ProcessId, kinship: Kinship): ProcessId[];
  /** Sends a signal to exactly this process; one that is gone already is no error. */
  signal(id: ProcessId, signal: NodeJS.Signals): void;
}
