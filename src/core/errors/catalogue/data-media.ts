import type { ListPosition } from './data.ts';

/** A clip at fault: the file, and the list line or class folder that asks for it. */
export interface ClipParams extends ListPosition {
  readonly file: string;
}

/** Lines count from 1; 0 where files are found in folders and no list names them. */
const at = ({ list, line }: ListPosition): string => (line > 0 ? `(named in ${list}, line ${line})` : `(found in ${list})`);
const more = (count: number): string => (count > 1 ? ` ${count - 1} more clips like it.` : '');

export const dataMedia = {
  'data.clip-missing': (p: ClipParams & { count: number }) =>
    `The clip ${p.file} ${at(p)} does not exist.${more(p.count)} Add the file, or leave the sample out.`,

  'data.clip-empty': (p: ClipParams) => `The clip ${p.file} ${at(p)} is empty (0 bytes). Copy it again, or leave the sample out.`,

  'data.clip-truncated': (p: ClipParams & { expectedBytes: number; foundBytes: number }) =>
    `The clip ${p.file} ${at(p)} is cut off: it needs at least ${p.expectedBytes} bytes, found ${p.foundBytes}. Copy it again, or leave the sample out.`,

  'data.clip-unreadable': (p: ClipParams & { reason: string }) =>
    `The clip ${p.file} ${at(p)} cannot be read: ${p.reason}. Expected flv, mp4, webm, mkv or avi. Copy it again, or leave the sample out.`,

  'data.clip-unsupported': (p: ClipParams & { codec: string }) =>
    `The clip ${p.file} ${at(p)} holds ${p.codec}, for which there is no decoder. Convert it to H.264 or VP9 with AAC or Opus, or leave the sample out.`,

  'data.clip-no-sound': (p: ClipParams & { count: number }) =>
    `The clip ${p.file} ${at(p)} has no sound.${more(p.count)} Leave the sample out, or use the pictures alone.`,

  'data.clip-no-video': (p: ClipParams & { count: number }) =>
    `The clip ${p.file} ${at(p)} has no pictures.${more(p.count)} Leave the sample out, or use the sound alone.`,

  'data.clip-no-frames': (p: ClipParams & { rule: string }) =>
    `The clip ${p.file} ${at(p)} gives no frame (${p.rule}): it may be damaged or too short. Leave the sample out, or choose frames otherwise.`,

  'data.clips-without-recording': (p: { folder: string; first: string; count: number }) =>
    `${p.folder} holds ${p.count === 1 ? 'a video' : `${p.count} videos`} without a recording of the same name, ${p.first}${p.count === 1 ? '' : ' first'}. ` +
    `${p.count === 1 ? 'It is' : 'They are'} not used. Add the recordings, if they are meant to be samples.`,

  'data.file-name-form': (p: { file: string; form: string; count: number }) =>
    `${p.file} is not named ${p.form}${p.count === 1 ? '' : `, nor are ${p.count - 1} more files`}, so what it shows is not known. ` +
    `${p.count === 1 ? 'It is' : 'They are'} not used.`,

  'data.no-files': (p: { folder: string; expected: string }) =>
    `The folder ${p.folder} holds no ${p.expected}. Check the path in the definition.`,

  'data.speaker-not-told': (p: { stem: string }) =>
    `The name "${p.stem}" tells no speaker, and the samples are to be divided by speakers. Choose another division, or correct which part of the name is the speaker.`,

  'data.nothing-chosen': (_: Readonly<Record<string, never>>) =>
    'The definition uses neither sound nor video, image or sequences. Choose at least one of them, better two.',

  'data.modality-twice': (p: { id: string }) =>
    `Two modalities are called "${p.id}". Folders of sequences are modalities of their own names: rename one, or leave out what it is instead of.`,

  'data.picture-missing': (p: ClipParams & { count: number }) =>
    `The picture ${p.file} ${at(p)} does not exist.${p.count > 1 ? ` ${p.count - 1} more pictures like it.` : ''} Add the file, or leave the sample out.`,

  'data.media-library-missing': (p: { reason: string }) =>
    `The library that reads videos cannot be loaded: ${p.reason}. Run the setup again; sets of pictures and wav files work without it.`,
} as const;
