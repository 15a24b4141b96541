using SemanticMlr.Imaging;
using SemanticMlr.Simulation;

namespace SemanticMlr.Tests.Simulation;

/// <summary>What each kind of defect does to the conductors, checked on whole boards and not with the painter's own windows.</summary>
public sealed class DefectTruthTests
{
    private readonly BoardCanvas _board = new();
    private readonly ConductorMap _before = new();
    private readonly ConductorMap _after = new();

    [Fact]
    public void AnOpen_CutsALoneTraceInTwo()
    {
        _board.Line(-20, 200, 660, 200, 5);
        var shape = Paint(new OpenDefect());

        Assert.True(_before.ConductorAt(0, 200) == _before.ConductorAt(639, 200));
        Assert.NotEqual(_after.ConductorAt(0, 200), _after.ConductorAt(639, 200));
        Assert.False(shape.Copper);
    }

    [Fact]
    public void AShort_JoinsTwoTraces()
    {
        _board.Line(-20, 200, 660, 200, 5);
        _board.Line(-20, 230, 660, 230, 5);
        Paint(new ShortDefect());

        Assert.NotEqual(_before.ConductorAt(0, 200), _before.ConductorAt(0, 230));
        Assert.Equal(_after.ConductorAt(0, 200), _after.ConductorAt(0, 230));
    }

    [Fact]
    public void AShort_IsNotDrawnWithinOneConductor()
    {
        _board.Rectangle(100, 100, 40, 300);
        _board.Rectangle(160, 100, 40, 300);
        _board.Rectangle(100, 380, 100, 20);

        Assert.Null(TryPaint(new ShortDefect()));
    }

    [Fact]
    public void AMousebite_LeavesTheTraceWhole_AndTouchesItsEdge()
    {
        _board.Line(-20, 200, 660, 200, 9);
        var shape = Paint(new MousebiteDefect());

        Assert.Equal(_after.ConductorAt(0, 200), _after.ConductorAt(639, 200));
        Assert.True(shape.Bounds.Y <= 191 || shape.Bounds.Bottom > 209);
    }

    [Fact]
    public void ASpur_BelongsToItsTrace_AndReachesNoOther()
    {
        _board.Line(-20, 200, 660, 200, 5);
        _board.Line(-20, 240, 660, 240, 5);
        var shape = Paint(new SpurDefect());

        Assert.NotEqual(_after.ConductorAt(0, 200), _after.ConductorAt(0, 240));
        var own = shape.Bounds.Y < 220 && shape.Bounds.Bottom < 234 ? _after.ConductorAt(0, 200) : _after.ConductorAt(0, 240);
        Assert.All(shape.Pixels, pixel => Assert.Equal(own, _after.ConductorAt(pixel % 640, pixel / 640)));
    }

    [Fact]
    public void ACopperSpeck_TouchesNoConductor()
    {
        _board.Line(-20, 200, 660, 200, 5);
        var shape = Paint(new CopperDefect());

        Assert.All(shape.Pixels, pixel => Assert.NotEqual(_after.ConductorAt(0, 200), _after.ConductorAt(pixel % 640, pixel / 640)));
    }

    [Fact]
    public void APinHole_LiesInsideCopper()
    {
        _board.Rectangle(100, 100, 200, 200);
        var shape = Paint(new PinHoleDefect());

        Assert.True(shape.Bounds is { X: > 101, Y: > 101, Right: < 299, Bottom: < 299 });
        Assert.All(shape.Pixels, pixel => Assert.False(_board.IsCopper(pixel % 640, pixel / 640)));
    }

    private DefectShape Paint(IDefectKind kind)
    {
        var shape = TryPaint(kind);
        Assert.NotNull(shape);
        return shape;
    }

    private DefectShape? TryPaint(IDefectKind kind)
    {
        _before.Read(_board);
        var painter = new DefectPainter();
        PixelRectangle? box = null;
        for (var index = 0; index < 20 && box is null; index++)
        {
            box = painter.TryPaint(new BoardSite(_board, _before, new SceneRandom(3, index)), kind);
        }

        _after.Read(_board);
        return box is null ? null : painter.Shape;
    }
}
