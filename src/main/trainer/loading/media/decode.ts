import { AppError } from '../../../../core/errors/app-error.ts';
import { Codec, CodecContext, Frame, Packet, type FormatContext, type Stream } from './libav.ts';
import { keepOnly, mediaFault, type ClipSource, type Media } from './open-media.ts';

function decoderOf(stream: Stream, source: ClipSource): CodecContext {
  const { codecpar } = stream;
  const codec = Codec.findDecoder(codecpar.codecId);
  const { file, list, line } = source;
  if (!codec) {
    const name = codecpar.codecTagString ?? `codec number ${codecpar.codecId}`;
    throw new AppError('data.clip-unsupported', { file, list, line, codec: name });
  }
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(codecpar);
  context.pktTimebase = stream.timeBase;
  // Clips are decoded side by side; threads within one would only compete.
  context.threadCount = 1;
  const code = context.open2Sync(codec);
  if (code >= 0) return context;
  context.freeContext();
  throw mediaFault(source, code);
}

function* framesIn(context: CodecContext, frame: Frame): Generator<Frame> {
  while (context.receiveFrameSync(frame) >= 0) {
    yield frame;
    frame.unref();
  }
}

function* packetsOf(format: FormatContext, stream: Stream, packet: Packet): Generator<Packet> {
  while (format.readFrameSync(packet) >= 0) {
    if (packet.streamIndex === stream.index) yield packet;
    packet.unref();
  }
}

/**
 * All frames of a stream in the order in which they are shown. A frame is good until the next is asked for. A packet that the decoder
 * refuses is passed over, and a file that ends too early ends the frames, as with FFmpeg and OpenCV.
 */
export function* decoded({ format, source }: Media, stream: Stream): Generator<Frame> {
  keepOnly(format, stream);
  const context = decoderOf(stream, source);
  const [packet, frame] = [new Packet(), new Frame()];
  packet.alloc();
  frame.alloc();
  try {
    for (const one of packetsOf(format, stream, packet)) if (context.sendPacketSync(one) >= 0) yield* framesIn(context, frame);
    if (context.sendPacketSync(null) >= 0) yield* framesIn(context, frame);
  } finally {
    frame.free();
    packet.free();
    context.freeContext();
  }
}
