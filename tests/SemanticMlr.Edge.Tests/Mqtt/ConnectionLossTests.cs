using SemanticMlr.Edge.Mqtt;

namespace SemanticMlr.Edge.Tests.Mqtt;

public sealed class ConnectionLossTests
{
    private const int TakenOver = 0x8E;
    private const int Unspecified = 0x80;
    private readonly ConnectionLoss _loss = new(TimeProvider.System);

    [Fact]
    public void AConnectionThatWasGivenUp_KeepsItsReason_WhateverTheBrokerSaysLater()
    {
        _loss.GivenUp("no acknowledgement");
        _loss.Closed("another client", TakenOver);

        Assert.Equal(("no acknowledgement", 0, false), (_loss.Reason, _loss.Code, _loss.IsClosedByBroker));
        Assert.True(_loss.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Unspecified)]
    public void TheBrokersReason_TakesThePlaceOfALineThatBroke(int code)
    {
        _loss.Closed("the line broke", code);
        _loss.Closed("another client", TakenOver);

        Assert.Equal(("another client", TakenOver, true), (_loss.Reason, _loss.Code, _loss.IsClosedByBroker));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Unspecified)]
    [InlineData(0x8B)]
    public void TheBrokersFirstReason_Stays(int later)
    {
        _loss.Closed("another client", TakenOver);
        _loss.Closed("something else", later);

        Assert.Equal(("another client", TakenOver, true), (_loss.Reason, _loss.Code, _loss.IsClosedByBroker));
    }

    [Fact]
    public void GivingUpAConnectionThatTheBrokerClosed_ChangesNothing()
    {
        _loss.Closed("the line broke", 0);
        _loss.GivenUp("no answer");

        Assert.Equal(("the line broke", 0, true), (_loss.Reason, _loss.Code, _loss.IsClosedByBroker));
    }
}
