using System.Runtime.InteropServices;

namespace SemanticMlr.Training.Rooflines;

/// <summary>Copies a large array by several threads: what memory gives when nothing else is done. Owns both arrays.</summary>
internal sealed unsafe class MemoryCopy : IDisposable
{
    private readonly long _bytes;
    private readonly int _threads;
    private void* _from;
    private void* _to;

    /// <param name="bytes">Size of the array: far more than the caches hold.</param>
    /// <param name="threads">Threads.</param>
    public MemoryCopy(long bytes, int threads)
    {
        (_bytes, _threads) = (bytes, threads);
        _from = NativeMemory.AllocZeroed((nuint)bytes);
        _to = NativeMemory.AllocZeroed((nuint)bytes);
        NativeMemory.Fill(_from, (nuint)bytes, 1); // pages that were never written are all one page
        NativeMemory.Fill(_to, (nuint)bytes, 2);
    }

    /// <summary>Bytes that a run moves: each is read once and written once.</summary>
    public long BytesMoved => 2 * _bytes;

    public void Run() => Parallel.For(0, _threads, new ParallelOptions { MaxDegreeOfParallelism = _threads }, part =>
    {
        var (begin, end) = (_bytes * part / _threads, _bytes * (part + 1) / _threads);
        Buffer.MemoryCopy((byte*)_from + begin, (byte*)_to + begin, end - begin, end - begin);
    });

    public void Dispose()
    {
        NativeMemory.Free(_from);
        NativeMemory.Free(_to);
        _from = null;
        _to = null;
    }
}
