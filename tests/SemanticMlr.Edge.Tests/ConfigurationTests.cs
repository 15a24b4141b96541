using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SemanticMlr.Edge.Capture;
using SemanticMlr.Edge.Health;
using SemanticMlr.Edge.Mqtt;
using SemanticMlr.Inference;
using SemanticMlr.TestSupport;

namespace SemanticMlr.Edge.Tests;

public sealed partial class ConfigurationTests
{
    private static readonly string ConfigurationFile = Repository.PathOf("config", "edge.json");

    [Fact]
    public void TheConfigurationFileNamesEveryOptionWithItsDefault()
    {
        var file = new ConfigurationBuilder().AddJsonFile(ConfigurationFile).Build().AsEnumerable()
            .Where(entry => entry.Value is not null && !IsEmptyList(entry.Key))
            .ToDictionary(entry => entry.Key, entry => entry.Value!);
        var options = OptionTypes().SelectMany(type => Flatten(Section(type), type, Activator.CreateInstance(type)!))
            .ToDictionary(entry => entry.Key, entry => entry.Value);

        Assert.Equal(options.Keys.Order(), file.Keys.Order());
        foreach (var (key, value) in options.Where(entry => !IsExample(entry.Key)))
        {
            Assert.True(Same(value, file[key]), $"{key}: the code's default is {value}, the file says {file[key]}");
        }
    }

    [Fact]
    public void TheConfigurationFileExplainsEveryOption()
    {
        var lines = File.ReadAllLines(ConfigurationFile);
        for (var index = 0; index < lines.Length; index++)
        {
            if (Setting().IsMatch(lines[index]))
            {
                Assert.True(lines[index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal), $"no comment above: {lines[index].Trim()}");
            }
        }
    }

    [Fact]
    public void TheConfigurationFileExplainsRectangles()
    {
        var file = File.ReadAllText(ConfigurationFile);

        Assert.All(typeof(RegionOptions).GetProperties(), property => Assert.Contains($"\"{property.Name}\": ", file[..file.IndexOf("\"Rectangles\"", StringComparison.Ordinal)], StringComparison.Ordinal));
    }

    [Fact]
    public void AChainOfProviders_ReplacesTheDefault()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Providers:0"] = "Cpu" }).Build();

        Assert.Equal([ExecutionProvider.Cpu], settings.Get<InferenceOptions>()!.Providers);
    }

    [Fact]
    public void TheConfigurationFileIsValid()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddJsonFile(ConfigurationFile);
        builder.Services.AddSemanticMlrEdge();
        using var host = builder.Build();

        Assert.Empty(host.FindConfigurationFaults());
    }

    [Fact]
    public void FaultsOfAllStagesAreReportedAtOnce()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Recognition:MaxBatch"] = "0",
            ["Mqtt:Port"] = "70000",
            ["Health:Interval"] = "00:00:00",
            ["Capture:Cameras:0:Name"] = "no/slash",
            ["Capture:Cameras:0:Source"] = "sim:pcb",
        });
        builder.Services.AddSemanticMlrEdge();
        using var host = builder.Build();

        var faults = string.Join('\n', host.FindConfigurationFaults());

        Assert.Contains("MaxBatch", faults, StringComparison.Ordinal);
        Assert.Contains("Port", faults, StringComparison.Ordinal);
        Assert.Contains("Interval", faults, StringComparison.Ordinal);
        Assert.Contains("no/slash", faults, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSessionWithTheBroker_StartsBeforeTheModelIsOpened_SoThatSubscribersReadBuildingEngine()
    {
        var services = new ServiceCollection().AddSemanticMlrEdge();
        var hosted = services.Where(service => service.ServiceType == typeof(IHostedService)).Select(service => service.ImplementationType).ToList();

        Assert.InRange(hosted.IndexOf(typeof(MqttSession)), 0, hosted.IndexOf(typeof(AgentReporter)) - 1);
    }

    /// <summary>Lists that are empty by default have no values to compare.</summary>
    private static bool IsEmptyList(string key) =>
        key.EndsWith(":Rectangles", StringComparison.Ordinal) || key.EndsWith(":Providers", StringComparison.Ordinal) || key.EndsWith(":TrustedKeys", StringComparison.Ordinal);

    /// <summary>Examples in the file show what a list holds; they are no defaults.</summary>
    private static bool IsExample(string key) => key.StartsWith("Capture:Cameras:0:", StringComparison.Ordinal);

    private static IEnumerable<Type> OptionTypes() =>
        typeof(StateOptions).Assembly.GetTypes().Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true });

    private static string Section(Type type) => (string)type.GetField("Section")!.GetRawConstantValue()!;

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string prefix, Type type, object instance)
    {
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var key = $"{prefix}:{property.Name}";
            var value = property.GetValue(instance);
            if (property.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType))
            {
                foreach (var entry in FlattenList(key, property.PropertyType, (IEnumerable)value!))
                {
                    yield return entry;
                }
            }
            else if (IsNested(property.PropertyType))
            {
                foreach (var entry in Flatten(key, property.PropertyType, value!))
                {
                    yield return entry;
                }
            }
            else
            {
                yield return new(key, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> FlattenList(string key, Type listType, IEnumerable list)
    {
        var element = listType.IsArray ? listType.GetElementType()! : listType.GetGenericArguments()[0];
        return element == typeof(RegionOptions) ? [] // shown in a comment: an example would replace the grid
            : IsNested(element) ? Flatten($"{key}:0", element, Activator.CreateInstance(element)!)
            : list.Cast<object>().Select((item, index) => new KeyValuePair<string, string>($"{key}:{index}", $"{item}"));
    }

    private static bool IsNested(Type type) => type.IsClass && type != typeof(string);

    private static bool Same(string code, string file) =>
        string.Equals(code, file, StringComparison.OrdinalIgnoreCase)
        || (double.TryParse(code, CultureInfo.InvariantCulture, out var left) && double.TryParse(file, CultureInfo.InvariantCulture, out var right) && left == right);

    [GeneratedRegex("""^\s*"\w+":\s*[^\[{]""")]
    private static partial Regex Setting();
}
