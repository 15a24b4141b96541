namespace SemanticMlr.Training.Data;

/// <summary>Maps the pixels of a crop to the image it is cut from, and back.</summary>
/// <remarks>
/// Without a symmetry this is the geometry of <see cref="Imaging.RegionPixels"/>: the region grows by the margin on each side and is
/// resampled to <c>size x size</c>, pixel centres at half coordinates.
/// </remarks>
internal readonly struct CropTransform
{
    private static readonly (int Xx, int Xy, int Yx, int Yy)[] Symmetries =
        [(1, 0, 0, 1), (-1, 0, 0, 1), (1, 0, 0, -1), (-1, 0, 0, -1), (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, -1, 0), (0, -1, -1, 0)];

    private readonly float _xx;
    private readonly float _xy;
    private readonly float _yx;
    private readonly float _yy;
    private readonly float _centreX;
    private readonly float _centreY;
    private readonly float _half;
    private readonly float _scale;

    public CropTransform(CropWindow window, int size, double margin)
    {
        _scale = (float)(window.Side * (1 + 2 * margin) / size);
        var (xx, xy, yx, yy) = Symmetries[window.Symmetry];
        (_xx, _xy, _yx, _yy) = (xx * _scale, xy * _scale, yx * _scale, yy * _scale);
        (_centreX, _centreY, _half) = (window.X + window.Side / 2, window.Y + window.Side / 2, size / 2f);
    }

    /// <summary>The 2 x 3 matrix, row by row, from pixel indices of the crop to pixel indices of the image.</summary>
    public float[] ToImage()
    {
        var offset = 0.5f - _half;
        return
        [
            _xx, _xy, (_xx + _xy) * offset + _centreX - 0.5f,
            _yx, _yy, (_yx + _yy) * offset + _centreY - 0.5f,
        ];
    }

    /// <summary>A place of the image in pixels of the crop, origin at its upper left edge.</summary>
    public (float X, float Y) ToCrop(float x, float y)
    {
        // The matrix is a symmetry times a scale, so its inverse is its transpose over the square of the scale.
        var (dx, dy, square) = (x - _centreX, y - _centreY, _scale * _scale);
        return ((_xx * dx + _yx * dy) / square + _half, (_xy * dx + _yy * dy) / square + _half);
    }
}
