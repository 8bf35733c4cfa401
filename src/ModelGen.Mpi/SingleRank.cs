using System.Diagnostics.CodeAnalysis;

namespace ModelGen.Mpi;

/// <summary>A program that nobody has started several times: there is nothing to exchange.</summary>
internal sealed class SingleRank : Communicator
{
    public override int Rank => 0;

    public override int Size => 1;

    internal override int LocalSize => 1;

    public override string Library => "none";

    public override void Sum(Span<float> values)
    {
    }

    public override void Sum(Span<double> values)
    {
    }

    public override void Broadcast(Span<byte> values)
    {
    }

    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all, ReadOnlySpan<int> lengths)
    {
        CheckGather(own.Length, all.Length, lengths);
        own.CopyTo(all);
    }

    public override void Exchange(
        ReadOnlySpan<float> sent, ReadOnlySpan<int> sentLengths, Span<float> received, ReadOnlySpan<int> receivedLengths)
    {
        CheckExchange(sent.Length, sentLengths, received.Length, receivedLengths);
        sent.CopyTo(received);
    }

    [DoesNotReturn]
    public override void Abort(string reason, int code = 1) => throw new RankFailedException(reason);
}
