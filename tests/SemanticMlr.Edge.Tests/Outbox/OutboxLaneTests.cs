using SemanticMlr.Edge.Outbox;

namespace SemanticMlr.Edge.Tests.Outbox;

public sealed class OutboxLaneTests
{
    [Fact]
    public void BacklogThatWasPassed_IsReadWhenTheOnesThatPassedItAreGone()
    {
        var lane = new OutboxLane();
        lane.Begin(count: 3, bytes: 3, last: 3);
        lane.Append(new OutboxEntry(4, 0, new OutboxMessage { Topic = "e", Payload = [1], Class = OutboxClass.Event }));
        Assert.Null(lane.Peek(alsoUnstored: true));
        lane.PassesBacklog = true;
        Assert.Equal(4, lane.Peek(alsoUnstored: true)?.Place);
        lane.Take();

        lane.PassesBacklog = false;
        lane.GoBack();
        Assert.False(lane.WantsPage);
        Assert.Equal(1, lane.Lowest);

        lane.Remove(4);
        lane.GoBack();
        Assert.True(lane.WantsPage);
        Assert.Equal((0, 0, 1), (lane.ReadUpTo, lane.LastTaken, lane.Lowest));
        Assert.Equal((3, 3), (lane.Count, lane.Bytes));
    }
}
