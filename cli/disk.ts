// Failures of the disk in words: what is wrong, and what to do.

const FAILURES: Readonly<Record<string, string>> = {
  EACCES: "permission is denied. Choose another place, or ask for permission to write there",
  EPERM: "the operation is not permitted. Choose another place, or ask for permission to write there",
  EROFS: "the disk is read-only. Choose another place",
  ENOSPC: "no space is left on the disk. Free some space, then run again",
  EDQUOT: "the quota of the disk is used up. Free some space, then run again",
  EFBIG: "the limit on the size of files is too low. Raise it (ulimit -f), then run again",
  ENOTDIR: "a part of this path is a file. Choose another place",
  EEXIST: "something else has this name. Choose another place",
  ENAMETOOLONG: "the path is too long. Choose another place",
};

/** What is wrong and what to do, without a full stop. */
export function diskFailure(error: unknown): string {
  const { code = "an unknown failure" } = error as NodeJS.ErrnoException;
  return FAILURES[code] ?? `${code}. Choose another place, then run again`;
}
