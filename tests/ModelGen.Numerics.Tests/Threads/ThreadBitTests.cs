using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>Every model of the table: the same bits on one thread and on many.</summary>
public sealed class ThreadBitTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void In_any_order(string name) => ThreadChecks.InAnyOrder(new Subject(name, output));

    [Theory]
    [MemberData(nameof(Models.Names), MemberType = typeof(Models))]
    public void On_workers(string name) => ThreadChecks.OnWorkers(new Subject(name, output));
}
