using ModelGen.Runtime;

namespace ModelGen.Numerics.Tests.Threads;

/// <summary>
/// Runs the parts of a job one at a time, between two barriers in an order drawn anew: whatever a part reads that another may
/// not have written yet, or has overwritten already, shows sooner or later, and with the same seed again.
/// </summary>
internal sealed unsafe class OrderedTeam : Team, IDisposable
{
    private readonly Random _random;
    private readonly SemaphoreSlim[] _begin;
    private readonly SemaphoreSlim[] _turn;
    private readonly SemaphoreSlim _ended = new(0);
    private readonly Queue<int> _order = new();
    private readonly List<int> _atBarrier = [];

    private void* _job;
    private delegate*<void*, Part, void> _run;
    private int _count;
    private int _current;
    private int _finished;
    private Exception? _failure;
    private volatile bool _isOver;

    public OrderedTeam(int most, int seed)
    {
        _random = new Random(seed);
        _begin = [.. Enumerable.Range(0, most).Select(_ => new SemaphoreSlim(0))];
        _turn = [.. Enumerable.Range(0, most).Select(_ => new SemaphoreSlim(0))];
        for (int i = 0; i < most; i++)
        {
            int index = i;
            new Thread(() => Work(index)) { IsBackground = true }.Start();
        }
    }

    /// <summary>Jobs that were divided.</summary>
    public int Jobs { get; private set; }

    /// <summary>Barriers that were met.</summary>
    public int Barriers { get; private set; }

    /// <summary>Lets this team run the jobs of the calling thread while something is done.</summary>
    public void Run(Action action)
    {
        Team before = OfThisThread;
        OfThisThread = this;
        try
        {
            action();
        }
        finally
        {
            OfThisThread = before;
        }
    }

    public override int Gather(int count, long ticks) => _count = Math.Min(count, _turn.Length);

    public override Exception? Run(void* job, delegate*<void*, Part, void> run)
    {
        _job = job;
        _run = run;
        (_finished, _failure) = (0, null);
        Jobs++;
        for (int i = 0; i < _count; i++) _begin[i].Release();
        Deal(Enumerable.Range(0, _count));
        _ended.Wait();
        return _failure;
    }

    public override void Barrier()
    {
        int own = _current;
        _atBarrier.Add(own);
        PassOn();
        _turn[own].Wait();
        if (_failure is not null) throw new OperationCanceledException();
    }

    public void Dispose()
    {
        _isOver = true;
        foreach (SemaphoreSlim begin in _begin) begin.Release();
    }

    private void Work(int index)
    {
        IsBusy = true;
        while (true)
        {
            _begin[index].Wait();
            if (_isOver) return;
            _turn[index].Wait();
            try
            {
                _run(_job, new Part(this, index, _count));
            }
            catch (Exception exception)
            {
                _failure ??= exception;
            }

            _finished++;
            PassOn();
        }
    }

    /// <summary>The next part of this round; behind the last, all are at the same barrier, or at the end.</summary>
    private void PassOn()
    {
        if (_order.TryDequeue(out int next))
        {
            Give(next);
        }
        else if (_finished == _count)
        {
            _ended.Release();
        }
        else
        {
            if (_finished > 0) _failure ??= new InvalidOperationException("Some parts meet a barrier that others do not.");
            Barriers++;
            int[] waiting = [.. _atBarrier];
            _atBarrier.Clear();
            Deal(waiting);
        }
    }

    private void Deal(IEnumerable<int> parts)
    {
        int[] order = [.. parts];
        _random.Shuffle(order);
        foreach (int part in order) _order.Enqueue(part);
        Give(_order.Dequeue());
    }

    private void Give(int part)
    {
        _current = part;
        _turn[part].Release();
    }
}
