using System.Runtime.InteropServices;
using OpenCvSharp;

namespace SemanticMlr.Simulation;

/// <summary>What the camera adds to a board: ragged edges, and grey values that are not quite black and white beside edges.</summary>
internal static class BoardSurface
{
    private const int Side = BoardCanvas.Side;
    private const int Block = 8;

    /// <summary>Moves single pixels of some edges by one; before defects are drawn, so that none is undone.</summary>
    public static void Roughen(BoardCanvas board, SceneRandom random)
    {
        var key = random.Bits();
        Roughen(board.Pixels, key, 1, Side);
        Roughen(board.Pixels, key ^ 0x5555, Side, 1);
    }

    /// <summary>Writes the board as BGR.</summary>
    public static void Write(BoardCanvas board, SceneRandom random, Mat destination)
    {
        var key = random.Bits();
        var row = new byte[Side * 3];
        Span<bool> mixed = stackalloc bool[Side / Block];
        for (var y = 0; y < Side; y++)
        {
            if (y % Block == 0)
            {
                FindMixedBlocks(board.Pixels, y, mixed);
            }

            WriteRow(board.Pixels.AsSpan(y * Side, Side), mixed, key + (ulong)y, row);
            Marshal.Copy(row, 0, destination.Ptr(y), row.Length);
        }
    }

    private static void WriteRow(ReadOnlySpan<byte> pixels, ReadOnlySpan<bool> mixed, ulong key, byte[] row)
    {
        row.AsSpan().Fill(byte.MaxValue);
        for (var block = 0; block < mixed.Length; block++)
        {
            var bits = mixed[block] ? SceneRandom.Mix(key ^ ((ulong)block << 32)) : 0;
            for (var x = block * Block; x < (block + 1) * Block; x++, bits >>= 8)
            {
                var noise = (int)((bits & 0xFF) * (bits & 0xFF) * (PcbStatistics.GreyNoise + 1) >> 16);
                row.AsSpan(x * 3, 3).Fill((byte)(pixels[x] != 0 ? noise : byte.MaxValue - noise));
            }
        }
    }

    private static void FindMixedBlocks(byte[] pixels, int top, Span<bool> mixed)
    {
        for (var block = 0; block < mixed.Length; block++)
        {
            var first = pixels[top * Side + block * Block];
            var differs = false;
            for (var y = top; y < top + Block; y++)
            {
                differs |= pixels.AsSpan(y * Side + block * Block, Block).ContainsAnyExcept(first);
            }

            mixed[block] = differs;
        }
    }

    /// <summary>Looks at neighbours one <paramref name="step"/> apart; edges keep their raggedness for a while along <paramref name="along"/>.</summary>
    private static void Roughen(byte[] pixels, ulong key, int step, int along)
    {
        for (var pixel = step; pixel < pixels.Length; pixel++)
        {
            if (pixels[pixel] == pixels[pixel - step])
            {
                continue;
            }

            var (across, onward) = along == 1 ? (pixel / Side, pixel % Side) : (pixel % Side, pixel / Side);
            var stretch = SceneRandom.Mix(key ^ ((ulong)across << 20) ^ (ulong)(onward / 96));
            var share = Share((stretch & 0xFFFF) / 65536.0);
            if (share > 0 && (SceneRandom.Mix(stretch ^ (ulong)onward << 32) & 0xFFFF) < share * 65536)
            {
                // One side of the edge gives way, always the same along the stretch.
                if ((stretch & 0x10000) != 0)
                {
                    pixels[pixel] = pixels[pixel - step];
                }
                else
                {
                    pixels[pixel - step] = pixels[pixel];
                }
            }
        }
    }

    private static double Share(double draw)
    {
        var (slightly, slightShare, strongly, strongShare) = PcbStatistics.Raggedness;
        return draw < strongly ? strongShare : draw < strongly + slightly ? slightShare : 0;
    }
}
