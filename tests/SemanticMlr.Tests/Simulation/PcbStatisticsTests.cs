using OpenCvSharp;
using SemanticMlr.Datasets;
using SemanticMlr.Simulation;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Tests.Simulation;

/// <summary>Simulated boards against the real training pictures, measured with the same code.</summary>
public sealed class PcbStatisticsTests(PcbStatisticsTests.Measured measured) : IClassFixture<PcbStatisticsTests.Measured>
{
    [Fact]
    public void MeanShareOfCopper_DiffersByLessThanSixPercentOfTheArea()
    {
        var (real, simulated) = measured.Both();
        Assert.Equal(real.MeanCopper, simulated.MeanCopper, 0.06);
    }

    [Theory]
    [InlineData("share of copper", 0.22)]
    [InlineData("runs of copper", 0.18)]
    [InlineData("runs of bare board", 0.15)]
    [InlineData("edges per line", 0.15)]
    [InlineData("box sides", 0.15)]
    [InlineData("defects per picture", 0.10)]
    [InlineData("labels", 0.04)]
    public void Histogram_LiesWithinTheTolerance(string name, double tolerance)
    {
        var (real, simulated) = measured.Both();
        var distance = BoardMeasurement.Distance(Histogram(real, name), Histogram(simulated, name));

        Assert.True(distance <= tolerance, $"{name}: distance {distance:F3} exceeds {tolerance}");
    }

    [Fact]
    public void LabelShares_AreThoseMeasured()
    {
        var (real, _) = measured.Both();
        for (var label = 0; label < PcbStatistics.Labels.Count; label++)
        {
            Assert.Equal(real.Labels[PcbStatistics.Labels[label]], PcbStatistics.LabelShares[label], 0.001);
        }
    }

    [Fact]
    public void DefectShares_AreThoseMeasured()
    {
        var (real, _) = measured.Both();
        for (var index = 0; index < PcbStatistics.DefectShares.Count; index++)
        {
            Assert.Equal(real.Defects[PcbStatistics.FewestDefects + index], PcbStatistics.DefectShares[index], 0.001);
        }
    }

    private static double[] Histogram(BoardMeasurement measurement, string name) => name switch
    {
        "share of copper" => measurement.Copper,
        "runs of copper" => measurement.DarkRuns,
        "runs of bare board" => measurement.LightRuns,
        "edges per line" => measurement.Edges,
        "box sides" => measurement.BoxSides,
        "defects per picture" => measurement.Defects,
        _ => [.. measurement.Labels.Values],
    };

    /// <summary>Both measurements, made once for all tests of the class; every third of the real pictures is enough.</summary>
    public sealed class Measured
    {
        private (BoardMeasurement Real, BoardMeasurement Simulated)? _both;

        public (BoardMeasurement Real, BoardMeasurement Simulated) Both() => _both ??= (Real(), Simulated());

        private static BoardMeasurement Real()
        {
            var path = Repository.Shared("data", "deeppcb", "train.jsonl");
            var measurement = new BoardMeasurement();
            foreach (var (number, record) in DatasetReader.Read(path).Index())
            {
                measurement.AddBoxes(record.Boxes!);
                if (number % 3 != 0)
                {
                    continue;
                }

                using var grey = Cv2.ImRead(DatasetReader.ImagePath(path, record), ImreadModes.Grayscale);
                grey.GetArray(out byte[] pixels);
                measurement.AddPicture(pixels, grey.Cols, grey.Rows);
            }

            return measurement;
        }

        private static BoardMeasurement Simulated()
        {
            var measurement = new BoardMeasurement();
            var scene = new PcbScene(SceneCatalog.FirstTestSeed);
            using var picture = new Mat(scene.Height, scene.Width, MatType.CV_8UC3);
            using var grey = new Mat();
            for (var index = 0; index < 400; index++)
            {
                var truth = scene.Render(index, picture);
                Cv2.CvtColor(picture, grey, ColorConversionCodes.BGR2GRAY);
                grey.GetArray(out byte[] pixels);
                measurement.AddPicture(pixels, scene.Width, scene.Height);
                measurement.AddBoxes(truth.Boxes);
            }

            return measurement;
        }
    }
}
