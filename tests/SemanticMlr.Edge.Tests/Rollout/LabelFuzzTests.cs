using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SemanticMlr.Edge.Commands;
using SemanticMlr.Labels;
using SemanticMlr.Labels.Trust;

namespace SemanticMlr.Edge.Tests.Rollout;

/// <summary>Damaged lists and commands: 3,000 inputs each, 100,000 with SEMANTICMLR_LONG_TESTS=1.</summary>
public sealed class LabelFuzzTests
{
    private static readonly int Inputs = Environment.GetEnvironmentVariable("SEMANTICMLR_LONG_TESTS") == "1" ? 100_000 : 3_000;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", ":", ",", "null", "true", "1e999", "-0", "NaN", "\\ud800", "\\u0000", "\u202E", "\uFEFF", "\"id\"", "\"labels\"", "\"threshold\"", "\"version\"",
        "\"list\"", "\"jws\"", "\"schema\"", "99999999999999999999", "\"embedding\":\"AAAA\"", "{label}", "\u0007", "\"expires\":\"x\"", "\"payload\"",
    ];

    [Fact]
    public void TheParserOfLists_GivesAListOrFaults()
    {
        var random = new Random(1);
        var seed = Encoding.UTF8.GetBytes(LabelRig.List(4, "pen").ToJsonString());
        var (whole, refused) = (0, 0);
        for (var input = 0; input < Inputs; input++)
        {
            try
            {
                var list = LabelListReader.Parse(Mutate(seed, random), "fuzz", new LabelListRules { Dimension = 8, Encoder = "tiny-text", Now = DateTimeOffset.UnixEpoch });
                Assert.InRange(list.Labels.Count, 1, LabelList.MaxLabels);
                Assert.All(list.Labels, label => Assert.Matches("^[a-z0-9_-]{1,64}$", label.Id));
                whole++;
            }
            catch (LabelListException exception)
            {
                Assert.NotEmpty(exception.Faults);
                refused++;
            }
        }

        Assert.True(whole > 0 && refused > Inputs / 2, $"{whole} lists, {refused} refused");
    }

    [Fact]
    public async Task TheHandlerOfCommands_AnswersEverything_AndNothingBreaks()
    {
        await using var rig = await LabelRig.StartAsync(new() { ["Labels:RecentFrames:Count"] = "0", ["Labels:Canary:Enabled"] = "false" });
        using var key = SigningKey.Create("ada");
        var list = LabelRig.List(4, "pen");
        var jws = JsonNode.Parse(key.Sign(Encoding.UTF8.GetBytes(list.ToJsonString()), SignedPayload.ListType));
        (string Verb, JsonObject Request)[] seeds =
        [
            ("labels/apply", new() { ["schema"] = 1, ["list"] = list.DeepClone(), ["person"] = "Ada" }),
            ("labels/validate", new() { ["schema"] = 1, ["list"] = list.DeepClone() }),
            ("labels/dry-run", new() { ["schema"] = 1, ["list"] = list.DeepClone(), ["frames"] = 1, ["images"] = 1 }),
            ("labels/apply", new() { ["schema"] = 1, ["jws"] = jws }),
            ("labels/rollback", new() { ["schema"] = 1, ["version"] = 3, ["activation"] = 1 }),
            ("labels/get", new() { ["schema"] = 1 }),
            ("labels/history", new() { ["schema"] = 1 }),
            ("snapshot", new() { ["schema"] = 1, ["camera"] = "cam1" }),
            ("review/answer", new() { ["schema"] = 1, ["reviewId"] = Guid.Empty.ToString(), ["labels"] = new JsonObject { ["open"] = true }, ["reviewer"] = "Ada" }),
        ];
        var worker = rig.Agent.GetWorker();
        var random = new Random(2);
        var codes = new HashSet<string>();
        for (var input = 0; input < Inputs; input++)
        {
            var (verb, request) = seeds[random.Next(seeds.Length)];
            var before = rig.InForce;
            var payload = Mutate(Encoding.UTF8.GetBytes(request.ToJsonString()), random);
            var result = worker.Execute(new CommandRequest(verb, payload, "answers/fuzz", [1], TimeSpan.FromMinutes(1), 0));
            codes.UnionWith(result.Errors.Select(error => error.Code));
            Assert.True(result.Errors.Count > 0 || result.Result is not null);
            Assert.True(result.Errors.Count == 0 || ReferenceEquals(before, rig.InForce), "A refused command changed the list.");
            Assert.True(result.Errors.Count <= 51, result.Errors.Count.ToString(CultureInfo.InvariantCulture));
        }

        Assert.DoesNotContain("failed", codes); // what stands for a fault of the agent's own
        Assert.Contains("invalid-list", codes);
        var frames = rig.Agent.Get<SemanticMlr.Edge.Pipeline.PipelineMetrics>().Frames.Value;
        await SemanticMlr.TestSupport.Retry.Until("frames go on", () => rig.Agent.Get<SemanticMlr.Edge.Pipeline.PipelineMetrics>().Frames.Value > frames);
    }

    /// <summary>One to four changes: a bit, a byte, a piece put in, a part removed, doubled or moved, the end cut off.</summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 5:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes[at] = (byte)"0123456789"[random.Next(10)];
                    break;
            }
        }

        return [.. bytes];
    }
}
