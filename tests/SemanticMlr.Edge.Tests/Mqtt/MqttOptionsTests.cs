using Microsoft.Extensions.Options;
using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class MqttOptionsTests
{
    [Theory]
    [InlineData("{place}/{line}", "names a place that does not exist")]
    [InlineData("a//b", "none empty")]
    [InlineData("/a", "none empty")]
    [InlineData("a/", "none empty")]
    [InlineData("a/+/b", "without +, #")]
    [InlineData("a/#", "without +, #")]
    [InlineData("$SYS/x", "must not begin with $")]
    public void Root_ThatMakesNoTopic_IsRefused(string root, string expected) =>
        Assert.Contains(expected, Fault(new MqttOptions { Root = root }), StringComparison.Ordinal);

    [Theory]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    public void Site_ThatIsNoLevel_IsRefused(string site) =>
        Assert.Contains("must be one topic level", Fault(new MqttOptions { Site = site }), StringComparison.Ordinal);

    [Fact]
    public void PasswordFromTwoPlaces_IsRefused() => Assert.Contains(
        "exclude one another",
        Fault(new MqttOptions { UserName = "edge", Password = { File = "/a", Variable = "B" } }),
        StringComparison.Ordinal);

    [Fact]
    public void PasswordWithoutUser_IsRefused() =>
        Assert.Contains("UserName is empty", Fault(new MqttOptions { Password = { File = "/a" } }), StringComparison.Ordinal);

    [Fact]
    public void CertificatesWithoutTls_AreRefused() =>
        Assert.Contains("set it to true", Fault(new MqttOptions { Tls = { CaFile = "/a" } }), StringComparison.Ordinal);

    [Fact]
    public void WaitsInTheWrongOrder_AreRefused() => Assert.Contains(
        "must not be shorter",
        Fault(new MqttOptions { Reconnect = { Initial = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromSeconds(1) } }),
        StringComparison.Ordinal);

    [Fact]
    public void Defaults_AreValid()
    {
        Assert.True(new MqttOptionsConsistencyValidator().Validate(null, new MqttOptions()).Succeeded);
        Assert.True(new MqttOptionsValidator().Validate(null, new MqttOptions()).Succeeded);
    }

    [Fact]
    public void EveryFault_IsListedAtOnce()
    {
        var result = new MqttOptionsValidator().Validate(
            null, new MqttOptions { Host = "", Port = 0, InFlight = 0, Reconnect = { Initial = TimeSpan.Zero }, Password = { Credential = "a/b" } });
        Assert.Equal(5, result.Failures!.Count());
    }

    [Fact]
    public void Topics_AreBuiltFromTheRoot_AndNamesCannotLeaveTheirLevel()
    {
        var topics = new Topics(Options.Create(new MqttOptions { Root = "plant/{device}/mlr", Device = "box7" }));
        Assert.Equal("plant/box7/mlr/state", topics.State);
        Assert.Equal("plant/box7/mlr/camera/a_b__/detections", topics.Detections("a/b+#"));
        Assert.Equal("plant/box7/mlr/cmd/#", topics.Commands);
        Assert.Equal("review/answer", topics.VerbOf("plant/box7/mlr/cmd/review/answer"));
        Assert.Null(topics.VerbOf("plant/box7/mlr/cmd/"));
        Assert.Null(topics.VerbOf("plant/box7/mlr/state"));
    }

    private static string Fault(MqttOptions options) => new MqttOptionsConsistencyValidator().Validate(null, options).FailureMessage ?? "";
}
