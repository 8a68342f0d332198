// Reads a QR code by the camera: the browser's own reader (BarcodeDetector) where there is one, otherwise `qr`, which is loaded then. Pictures stay here.
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../text';

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type Reader = (video: HTMLVideoElement) => Promise<string | null>;

const EVERY_MS = 150, WIDEST = 640;

async function own_reader(): Promise<Reader | null> {
  const Made = (globalThis as unknown as { BarcodeDetector?: { new (of: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> } }).BarcodeDetector;
  if (!Made || !(await Made.getSupportedFormats()).includes('qr_code')) return null;
  const detector = new Made({ formats: ['qr_code'] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
}

async function loaded_reader(): Promise<Reader> {
  const { default: read } = await import('qr/decode.js');
  const canvas = document.createElement('canvas'), paper = canvas.getContext('2d', { willReadFrequently: true });
  return async (video) => {
    const by = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * by);
    canvas.height = Math.round(video.videoHeight * by);
    if (!paper || !canvas.width || !canvas.height) return null;
    paper.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return read(paper.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return null; // no code in this picture
    }
  };
}

export function Scan(props: { found: (text: string) => void }) {
  const video = useRef<HTMLVideoElement>(null), [failed, set_failed] = useState(false);
  useEffect(() => {
    let ended = false, stream: MediaStream | undefined;
    const look = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
      const screen = video.current, read = (await own_reader().catch(() => null)) ?? (await loaded_reader());
      if (!screen || ended) return;
      screen.srcObject = stream;
      await screen.play();
      while (!ended) {
        const text = await read(screen);
        if (text && !ended) return props.found(text);
        await new Promise((done) => setTimeout(done, EVERY_MS));
      }
    };
    look()
      .catch(() => !ended && set_failed(true))
      .finally(() => stream?.getTracks().forEach((track) => track.stop()));
    return () => {
      ended = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  if (failed) return <p class="wrong" role="alert">{t('scan.none')}</p>;
  return (
    <div class="scan">
      <video ref={video} muted playsInline aria-label={t('scan.picture')} />
      <p class="quiet" role="status">{t('scan.hold')}</p>
    </div>
  );
}
