#!/usr/bin/python3
"""Serves a test picture over RTSP at /cam. Usage: rtsp-server.py PORT [--user NAME --password TEXT] [--switch SECONDS]

Prints "ready" once it listens. With --switch the picture shrinks from 320 x 240 to 160 x 120 after that many seconds.
SIGUSR1 makes the picture black, SIGUSR2 freezes it (one colour), SIGHUP lets it move again.
"""
import argparse
import signal

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

CAPS = "video/x-raw,width={},height={},framerate=10/1"
LAUNCH = (
    "( videotestsrc name=source is-live=true ! videoscale ! capsfilter name=size caps=" + CAPS.format(320, 240)
    + " ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=5 ! rtph264pay config-interval=-1 name=pay0 pt=96 )"
)


shrunk = False
pattern = "smpte"
media_shown = []


def show(name):
    global pattern
    pattern = name
    for media in media_shown:
        Gst.util_set_object_arg(media.get_element().get_child_by_name("source"), "pattern", name)
    return True


def keep(_, media):
    media_shown[:] = [media]
    show(pattern)


def shrink(media):
    global shrunk
    shrunk = True
    size = media.get_element().get_child_by_name("size")
    size.set_property("caps", Gst.Caps.from_string(CAPS.format(160, 120)))
    return False


def configure(_, media, milliseconds):
    if shrunk:
        shrink(media)
    else:
        GLib.timeout_add(milliseconds, shrink, media)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--switch", type=float, default=0)
    options = parser.parse_args()

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(options.port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(LAUNCH)
    factory.set_shared(True)

    if options.user:
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "user")
        auth = GstRtspServer.RTSPAuth()
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
        server.set_auth(auth)
        role = "user,media.factory.access=(boolean)true,media.factory.construct=(boolean)true"
        factory.add_role_from_structure(Gst.Structure.from_string(role)[0])

    if options.switch:
        factory.connect("media-configure", configure, int(options.switch * 1000))

    factory.connect("media-configure", keep)
    for number, name in ((signal.SIGUSR1, "black"), (signal.SIGUSR2, "blue"), (signal.SIGHUP, "smpte")):
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, number, show, name)

    server.get_mount_points().add_factory("/cam", factory)
    if server.attach(None) == 0:
        raise SystemExit("the port is taken")
    print("ready", flush=True)
    GLib.MainLoop().run()


main()
