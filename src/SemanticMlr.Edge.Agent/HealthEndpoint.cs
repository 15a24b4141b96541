using System.Net;
using System.Net.Mime;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using SemanticMlr.Edge.Health;

namespace SemanticMlr.Edge.Agent;

/// <summary>Answers over HTTP how the agent does. Recognition goes on without it where its port is taken or its address absent; it is tried again.</summary>
internal sealed class HealthEndpoint(
    AgentHealth health, IOptions<HealthOptions> options, ILoggerFactory loggers, TimeProvider time, ILogger<HealthEndpoint> logger) : BackgroundService
{
    private const int MostConnections = 32;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var http = options.Value.Http;
        if (http.Port == 0)
        {
            return;
        }

        using var metrics = AgentMetrics.Create();
        var isReported = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            await using var server = Build(http, metrics);
            try
            {
                await server.StartAsync(stoppingToken);
                logger.Answering(http.Address, http.Port);
                await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
            }
            catch (Exception exception) when (exception is IOException or SocketException) // the port is taken; the address is not there or not allowed
            {
                if (!isReported)
                {
                    isReported = true;
                    logger.NotAnswering(http.Address, http.Port, exception.Message);
                }

                await Task.Delay(RetryAfter, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                await server.StopAsync(CancellationToken.None);
            }
        }
    }

    private WebApplication Build(HealthHttpOptions http, MeterProvider metrics)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Listen(IPAddress.Parse(http.Address), http.Port);
        });
        var server = builder.Build();
        server.UseOpenTelemetryPrometheusScrapingEndpoint(metrics, null, null, null, null);
        server.Run(AnswerAsync);
        return server;
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET is understood.\n");
        }

        return context.Request.Path.Value switch
        {
            "/livez" => AnswerAsync(context, health.FaultsOfLife),
            "/readyz" => AnswerAsync(context, health.FaultsOfReadiness),
            "/healthz" => DescribeAsync(context),
            _ => AnswerAsync(context, StatusCodes.Status404NotFound, "There are /livez, /readyz, /healthz and /metrics.\n"),
        };
    }

    private static Task AnswerAsync(HttpContext context, IReadOnlyList<string> faults) =>
        AnswerAsync(context, StatusOf(faults), faults.Count == 0 ? "ok\n" : string.Join('\n', faults) + "\n");

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    private Task DescribeAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusOf(health.FaultsOfReadiness);
        context.Response.ContentType = MediaTypeNames.Application.Json;
        return context.Response.Body.WriteAsync(health.Describe()).AsTask();
    }

    private static int StatusOf(IReadOnlyList<string> faults) => faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
}
