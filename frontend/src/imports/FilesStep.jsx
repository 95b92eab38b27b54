/** Files are chosen or dropped here, go up one after the other, and are then brought in as a whole. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { counted } from '../kernel/numbers.js';
import { Button } from '../kernel/ui/Button.jsx';
import { ErrorSummary } from '../kernel/ui/ErrorSummary.jsx';
import { Loaded } from '../kernel/ui/Loaded.jsx';
import { useAction } from '../kernel/useAction.js';
import { commitImport, tablesQuery } from './api.js';
import { FilesTable } from './FilesTable.jsx';
import { UploadList } from './UploadList.jsx';
import { useUploads } from './uploads.js';
import { formatOf } from './words.js';
import './imports.scss';

/** @param {{ one: import('./api.js').Import }} props */
export function FilesStep({ one }) {
  const tables = useQuery({ ...tablesQuery(), enabled: one.format === 'ssd' });
  if (one.format !== 'ssd') return <Files one={one} tables={null} />;
  return (
    <Loaded query={tables} loading="Loading the tables…">
      {(known) => <Files one={one} tables={known} />}
    </Loaded>
  );
}

/** @param {{ one: import('./api.js').Import, tables: import('./api.js').Tables|null }} props */
function Files({ one, tables }) {
  const sending = useUploads(one.id, tables && namesOf(tables));
  const commit = useAction(() => commitImport(one.id), { refreshes: ['imports'] });
  const format = formatOf(one.format);
  return (
    <>
      <ErrorSummary problem={commit.problem} />
      <FileChoice hint={format?.files ?? ''} accept={format?.accept ?? ''} onFiles={sending.add} />
      <UploadList sending={sending} tables={tables} />
      {one.files.length > 0 && <FilesTable files={one.files} caption="Files that have come" />}
      {one.files.length > 0 && (
        <div className="qa-buttons">
          <Button isBusy={commit.isBusy || sending.isBusy} onClick={() => commit.run()}>
            {one.is_dry_run ? 'Check' : 'Bring in'} {counted(one.files.length, 'file')}
          </Button>
          <span className="govuk-body qa-n">{adviceOn(sending)}</span>
        </div>
      )}
    </>
  );
}

/** What to know before the files are brought in. @param {ReturnType<typeof useUploads>} sending */
function adviceOn({ isBusy, uploads }) {
  if (isBusy) return 'Wait until every file has come.';
  if (uploads.length) return `Without ${counted(uploads.length, 'file')} above that did not come.`;
  return 'All of them together, or none. A file sent again takes its own place.';
}

/** Also those that are not kept: they are counted, and nobody has to sort them out. @param {import('./api.js').Tables} tables */
const namesOf = ({ entities, ignored }) => [...entities.map(({ entity }) => entity), ...ignored];

/** @param {{ hint: string, accept: string, onFiles: (files: File[]) => void }} props */
function FileChoice({ hint, accept, onFiles }) {
  const box = useDropped(onFiles);
  return (
    <div className="govuk-form-group qa-drop" ref={box}>
      <label className="govuk-label govuk-label--s" htmlFor="files">
        Choose files, or drop them here
      </label>
      <div className="govuk-hint" id="files-hint">
        {hint} Several at a time. Names, addresses and numbers of children are left out as the files are read, and the
        files themselves are not kept.
      </div>
      <input
        type="file"
        id="files"
        className="qa-file"
        multiple
        accept={accept}
        aria-describedby="files-hint"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again after it was mended.
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** Files dropped on an element: a way beside the input, which the keyboard has. @param {(files: File[]) => void} onFiles */
function useDropped(onFiles) {
  const box = useRef(/** @type {HTMLDivElement|null} */ (null));
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const over = (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      element.classList.add('qa-drop--over');
    };
    const out = () => element.classList.remove('qa-drop--over');
    const drop = (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      out();
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', out);
    element.addEventListener('drop', drop);
    return () => {
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', out);
      element.removeEventListener('drop', drop);
    };
  }, [onFiles]);
  return box;
}
