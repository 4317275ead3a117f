namespace DigiOne.Outreach.Drill;

/// <summary>Where in its life a process is hit.</summary>
internal enum KillPoint
{
    /// <summary>At a random moment while it sends.</summary>
    Anywhen,

    /// <summary>While it writes a message's body: the server has its first bytes, and its final dot has not left the process.</summary>
    BeforeDot,

    /// <summary>When its server has the message and has not replied.</summary>
    AfterDot,

    /// <summary>In the instant after the reply, in a race with the outcome's commit that it hardly ever loses.</summary>
    AfterReply,

    /// <summary>While it starts.</summary>
    StartUp,

    /// <summary>Put to sleep until its leases have ended, and woken up.</summary>
    Sleep,
}
