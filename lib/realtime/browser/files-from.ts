import { orderBy } from "natural-orderby";

/** Files that one drop may bring; a folder dropped by mistake (a whole disk) stops here. */
const MAX_FILES = 10_000;

type FoundFile = { readonly path: string; readonly file: File };

/** Files as a person orders them: "walk-2" before "walk-10". */
export function inNaturalOrder(files: Iterable<File>): File[] {
  return orderBy([...files], [(file) => file.name]);
}

/**
 * The files of a drop or a paste, folders opened, in the natural order of their paths. Hidden files, which systems put
 * into folders, are left out; every other file is given, so that one that is no image can say so.
 */
export async function filesFrom(transfer: DataTransfer): Promise<File[]> {
  // Both lists are emptied as soon as the event is over, so they are read before anything is waited for.
  const entries = Array.from(transfer.items)
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry());
  const plain = Array.from(transfer.files);
  if (!entries.some((entry) => entry?.isDirectory)) return inNaturalOrder(plain);
  const found: FoundFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return orderBy(found, [({ path }) => path]).map(({ file }) => file);
}

async function collect(entry: FileSystemEntry, found: FoundFile[]): Promise<void> {
  if (found.length >= MAX_FILES || isHidden(entry.name)) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => {
      entry.file(resolve, reject);
    });
    found.push({ path: entry.fullPath, file });
  } else if (isFolder(entry)) {
    for (const child of await childrenOf(entry)) await collect(child, found);
  }
}

/** A reader gives a folder in pieces (Chromium: a hundred at a time) until it gives none. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  while (children.length < MAX_FILES) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (piece.length === 0) break;
    children.push(...piece);
  }
  return children;
}

function isHidden(name: string): boolean {
  return name.startsWith(".") || /^(thumbs\.db|desktop\.ini)$/i.test(name);
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
