using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using SemanticMlr.Simulation;

namespace SemanticMlr.Edge.Capture;

/// <summary>Where the frames of a camera come from. <see cref="ToString"/> hides what may be secret.</summary>
/// <remarks>
/// The forms: <c>/path/video.mp4</c> or <c>file:PATH</c>; <c>/path/folder</c> or <c>folder:PATH</c> (images in the order of their
/// names); <c>/dev/video0</c>, <c>/dev/v4l/by-id/...</c> or <c>v4l2:DEVICE</c>; <c>rtsp://</c> and <c>rtsps://</c>;
/// <c>pipe:COMMAND</c> (a shell command that writes binary PPM or PGM images one after another, of any size) or
/// <c>pipe:640x480@10:COMMAND</c> (raw bgr24 frames of that size; the rate may be left out); <c>sim:pcb?seed=1&amp;rate=10</c>.
/// </remarks>
public sealed partial class CameraAddress
{
    private readonly AddressRedaction _redaction;
    private readonly string _shown;

    private CameraAddress(CameraAddressKind kind, string target, string shown, string source)
    {
        Kind = kind;
        Target = target;
        _shown = shown;
        _redaction = new AddressRedaction(source, shown);
    }

    /// <summary>What kind of source it is.</summary>
    public CameraAddressKind Kind { get; }

    /// <summary>Whether frames come when the world makes them, and cannot wait.</summary>
    public bool IsLive => Kind is CameraAddressKind.Device or CameraAddressKind.Rtsp or CameraAddressKind.Pipe;

    /// <summary>The declared width of raw frames, or 0.</summary>
    public int Width { get; private init; }

    /// <summary>The declared height of raw frames, or 0.</summary>
    public int Height { get; private init; }

    /// <summary>The declared rate of raw frames or of the simulation in frames a second, or 0.</summary>
    public double Rate { get; private init; }

    /// <summary>The path, device, URL or command itself. May hold a password: it goes to what opens the source and nowhere else.</summary>
    internal string Target { get; }

    /// <summary>The scene of a simulation.</summary>
    internal SimulationAddress? Simulation { get; private init; }

    /// <summary>Reads an address. The fault says what is wrong without repeating the address.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CameraAddress? address, [NotNullWhen(false)] out string? fault)
    {
        text = text?.Trim() ?? "";
        (address, fault) = Parse(text);
        return address is not null;
    }

    /// <summary>Takes the secrets of this address, and what looks like one, out of a text.</summary>
    public string Redact(string text) => _redaction.Apply(text);

    /// <summary>The address without user, password, query and the arguments of a command.</summary>
    public override string ToString() => _shown;

    private static (CameraAddress? Address, string? Fault) Parse(string text)
    {
        if (text.Length == 0)
        {
            return (null, "no address is given; name a video file, a folder, a device, rtsp://, pipe: or sim:.");
        }

        if (text.IndexOfAny(['\0', '\r', '\n']) >= 0)
        {
            return (null, "the address must be one line.");
        }

        var scheme = Scheme().Match(text).Groups[1].Value.ToLowerInvariant();
        var rest = text[(scheme.Length == 0 ? 0 : scheme.Length + 1)..];
        return scheme switch
        {
            "" when text.StartsWith("/dev/video", StringComparison.Ordinal) || text.StartsWith("/dev/v4l/", StringComparison.Ordinal) =>
                Plain(CameraAddressKind.Device, text, text),
            "" => Plain(CameraAddressKind.Path, text, text),
            "file" => Plain(CameraAddressKind.File, LocalPath(rest), text),
            "folder" => Plain(CameraAddressKind.Folder, LocalPath(rest), text),
            "v4l2" => Plain(CameraAddressKind.Device, rest, text),
            "rtsp" or "rtsps" => Network(text),
            "pipe" => Command(rest, text),
            "sim" => Simulated(text),
            _ => (null, $"the scheme '{scheme}:' is not known; known are file:, folder:, v4l2:, rtsp://, rtsps://, pipe: and sim:."),
        };
    }

    private static (CameraAddress?, string?) Plain(CameraAddressKind kind, string target, string text) =>
        target.Length == 0 ? (null, "a path must follow the scheme.") : (new CameraAddress(kind, target, text, text), null);

    private static string LocalPath(string rest) => rest.StartsWith("///", StringComparison.Ordinal) ? rest[2..] : rest;

    private static (CameraAddress?, string?) Network(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? (new CameraAddress(CameraAddressKind.Rtsp, text, AddressRedaction.Shorten(uri), text), null)
            : (null, "the address has no host, or its user or password holds a sign that must be percent-encoded (as %40 for @).");

    private static (CameraAddress?, string?) Command(string rest, string text)
    {
        var declared = Raw().Match(rest);
        var command = (declared.Success ? rest[declared.Length..] : rest).Trim();
        if (command.Length == 0)
        {
            return (null, "a command must follow pipe:, as pipe:COMMAND or pipe:640x480@10:COMMAND.");
        }

        return (new CameraAddress(CameraAddressKind.Pipe, command, $"pipe:{declared.Value}{AddressRedaction.ShortenCommand(command)}", text)
        {
            Width = declared.Success ? Number(declared.Groups["w"]) : 0,
            Height = declared.Success ? Number(declared.Groups["h"]) : 0,
            Rate = declared.Groups["r"].Success ? double.Parse(declared.Groups["r"].ValueSpan, CultureInfo.InvariantCulture) : 0,
        }, null);
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static (CameraAddress?, string?) Simulated(string text)
    {
        return SimulationAddress.TryParse(text, out var simulation, out var fault)
            ? (new CameraAddress(CameraAddressKind.Simulation, text, text, text) { Simulation = simulation, Rate = simulation.Rate }, null)
            : (null, fault);
    }

    // A scheme has at least two letters, and what follows a path's first slash is no scheme.
    [GeneratedRegex(@"\A([A-Za-z][A-Za-z0-9+.-]+):")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\A(?<w>[1-9]\d{0,4})x(?<h>[1-9]\d{0,4})(@(?<r>\d{1,4}(\.\d{1,3})?))?:", RegexOptions.ExplicitCapture)]
    private static partial Regex Raw();
}
