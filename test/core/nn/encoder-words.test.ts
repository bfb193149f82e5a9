import { expect, test } from 'vitest';
import { encoderWords } from '../../../src/core/nn/encoder-words.ts';
import { ModelSettings } from '../../../src/core/train/config.ts';

test('encoders in words: those that the modalities have, with what their shapes depend on', () => {
  const usual = ModelSettings.parse({ width: 16 });
  expect(encoderWords(usual, ['spectrogram', 'frames'])).toBe('ResNet-18, width 16');
  expect(encoderWords(usual, ['sequence', 'sequence'])).toBe(
    'transformer, width twice the features, 5 layers of 5 heads, feed-forward 2048',
  );
  expect(encoderWords(usual, ['frames', 'sequence'])).toBe(
    'ResNet-18, width 16; transformer, width twice the features, 5 layers of 5 heads, feed-forward 2048',
  );
  const gru = ModelSettings.parse({ sequence: { kind: 'gru', dim: 32 } });
  expect(encoderWords(gru, ['sequence'])).toBe('GRU, width 32');
  // Dropout changes no shape.
  const other = ModelSettings.parse({ sequence: { kind: 'transformer', dropout: 0.5 } });
  expect(encoderWords(other, ['sequence'])).toBe(encoderWords(usual, ['sequence']));
});
