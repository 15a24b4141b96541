namespace SemanticMlr.Training.HeadRuns;

/// <summary>The weights of the pass that did best on the samples that choose it; part of a checkpoint.</summary>
internal sealed class BestPass
{
    private byte[] _weights = [];

    /// <summary>Number of the pass, from 1; 0 before the first.</summary>
    public int Pass { get; private set; }

    /// <summary>Its mAP, 0..1.</summary>
    public double Map { get; private set; } = double.NegativeInfinity;

    /// <summary>Keeps a pass where it is better than the best so far.</summary>
    /// <param name="pass">Number of the pass, from 1.</param>
    /// <param name="map">Its mAP.</param>
    /// <param name="model">Its weights.</param>
    public void Offer(int pass, double map, HeadModel model)
    {
        if (map > Map)
        {
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            model.State.Write(writer);
            writer.Flush();
            (Pass, Map, _weights) = (pass, map, stream.ToArray());
        }
    }

    /// <summary>Puts the kept weights into a model; nothing happens where no pass was kept.</summary>
    public void Restore(HeadModel model)
    {
        if (Pass > 0)
        {
            using var reader = new BinaryReader(new MemoryStream(_weights));
            model.State.Read(reader);
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Pass);
        writer.Write(Map);
        writer.Write(_weights.Length);
        writer.Write(_weights);
    }

    /// <exception cref="EndOfStreamException">The stream is too short.</exception>
    public void Read(BinaryReader reader)
    {
        (Pass, Map) = (reader.ReadInt32(), reader.ReadDouble());
        var weights = new byte[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(weights);
        _weights = weights;
    }
}
